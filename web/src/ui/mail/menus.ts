import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

/** What is being asked for at the cursor: a variable after `{{`, anything after `/`. */
export interface OpenMenu {
  readonly kind: "{{" | "/";
  readonly query: string;
  /** The stretch of text that the choice replaces. */
  readonly from: number;
  readonly to: number;
  /** Where the cursor stands in the window, in px. */
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

/** The open menu of one editor; the list beside it tells which keys it takes. */
export class MenuState {
  private open: OpenMenu | null = null;
  private readonly listeners = new Set<() => void>();
  /** Where Escape was pressed: the same text opens no menu again. */
  private dismissedAt = -1;
  takesKey: (key: string) => boolean = () => false;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly read = (): OpenMenu | null => this.open;

  show(next: OpenMenu | null): void {
    if (next === null) this.dismissedAt = -1;
    const wanted = next !== null && next.from === this.dismissedAt ? null : next;
    if (wanted === null && this.open === null) return;
    this.open = wanted;
    for (const listener of this.listeners) listener();
  }

  dismiss(): void {
    const from = this.open?.from ?? -1;
    this.show(null);
    this.dismissedAt = from;
  }
}

const asks: readonly (readonly [OpenMenu["kind"], RegExp])[] = [
  ["{{", /\{\{-?\s*([\w.]*)$/],
  ["/", /(?:^|\s)(\/([\p{L}\d ]{0,24}))$/u],
];

function asked(view: EditorView): OpenMenu | null {
  const { empty, $from } = view.state.selection;
  if (!empty || !$from.parent.isTextblock) return null;
  const start = Math.max(0, $from.parentOffset - 80);
  const before = $from.parent.textBetween(start, $from.parentOffset, "\n", "\ufffc");
  for (const [kind, pattern] of asks) {
    const found = pattern.exec(before);
    if (found === null) continue;
    const length = kind === "/" ? (found[1] ?? "").length : found[0].length;
    const { left, top, bottom } = view.coordsAtPos($from.pos - length);
    const query = (kind === "/" ? found[2] : found[1]) ?? "";
    return { kind, query, from: $from.pos - length, to: $from.pos, left, top, bottom };
  }
  return null;
}

/** @param kinds which menus typing opens here; a subject has no blocks */
export const menus = (state: MenuState, kinds: readonly OpenMenu["kind"][] = ["{{", "/"]) =>
  Extension.create({
    name: "menus",
    priority: 1100,
    addProseMirrorPlugins: () => [
      new Plugin({
        props: {
          handleKeyDown: (_view, event) => {
            if (state.read() === null || event.isComposing) return false;
            if (event.key === "Escape") {
              state.dismiss();
              return true;
            }
            return state.takesKey(event.key);
          },
          handleDOMEvents: {
            blur: () => {
              state.show(null);
              return false;
            },
          },
        },
        view: () => ({
          update: (view, before) => {
            if (before.doc.eq(view.state.doc) && before.selection.eq(view.state.selection)) return;
            const open = view.hasFocus() ? asked(view) : null;
            state.show(open !== null && kinds.includes(open.kind) ? open : null);
          },
          destroy: () => state.show(null),
        }),
      }),
    ],
  });
