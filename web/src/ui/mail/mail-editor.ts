import { Editor, Extension, InputRule, wrappingInputRule } from "@tiptap/core";
import { dropCursor } from "@tiptap/pm/dropcursor";
import { gapCursor } from "@tiptap/pm/gapcursor";
import { history, redo, undo } from "@tiptap/pm/history";
import { Fragment, type Node, type Schema, Slice } from "@tiptap/pm/model";
import { EditorState, Plugin, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { inlineNodes } from "./chips.ts";
import { type MenuState, menus } from "./menus.ts";
import { blockNodes } from "./schema.ts";
import { type ReadMail, readMail } from "./source/read-mail.ts";
import { tokensOf } from "./source/tokens.ts";
import { type ViewPorts, views } from "./views.ts";

export interface MailEditorOptions extends ViewPorts {
  readonly label: string;
  readonly placeholder: string;
  readonly menu: MenuState;
  readonly onSource: (source: string) => void;
  readonly onLink: () => void;
}

/** An editor of one mail's body in an element of the page. */
export interface MailEditor {
  readonly editor: Editor;
  /** Shows another source; says why where it cannot. Undo does not lead back over it. */
  readonly load: (source: string) => ReadMail;
  readonly destroy: () => void;
}

export function openMailEditor(element: HTMLElement, options: MailEditorOptions): MailEditor {
  let mail: (ReadMail & { ok: true }) | null = null;
  const editor = new Editor({
    element,
    injectCSS: false,
    extensions: [
      ...blockNodes,
      ...inlineNodes,
      menus(options.menu),
      views(options),
      keys(options.onLink),
      finishing,
      surroundings(options.placeholder),
    ],
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": options.label,
        spellcheck: "true",
        dir: "auto",
      },
      transformPasted: (slice, view) => withChips(view.state.schema, slice),
    },
    onUpdate: ({ editor: now }) => {
      if (mail !== null) options.onSource(mail.writer.write(now.state.doc));
    },
  });
  return {
    editor,
    load: (source) => {
      const read = readMail(editor.schema, source);
      if (!read.ok) return read;
      mail = read;
      editor.view.updateState(EditorState.create({ doc: read.doc, plugins: editor.state.plugins }));
      return read;
    },
    destroy: () => editor.destroy(),
  };
}

const marks = { "Mod-b": "bold", "Mod-i": "italic", "Mod-u": "underline", "Mod-Shift-x": "strike" };

const keys = (onLink: () => void) =>
  Extension.create({
    name: "keys",
    priority: 200,
    addKeyboardShortcuts() {
      const { editor } = this;
      const inList = () => editor.isActive("listItem");
      return {
        ...Object.fromEntries(
          Object.entries(marks).map(([key, mark]) => [key, () => editor.commands.toggleMark(mark)]),
        ),
        "Mod-z": () => undo(editor.state, editor.view.dispatch),
        "Mod-Shift-z": () => redo(editor.state, editor.view.dispatch),
        "Mod-y": () => redo(editor.state, editor.view.dispatch),
        // With nothing chosen it stays the palette's key.
        "Mod-k": () => {
          if (editor.state.selection.empty && !editor.isActive("link")) return false;
          onLink();
          return true;
        },
        "Shift-Enter": () => editor.commands.insertContent({ type: "break" }),
        ["Enter" as const]: () => inList() && editor.commands.splitListItem("listItem"),
        "Mod-]": () => inList() && editor.commands.sinkListItem("listItem"),
        "Mod-[": () => inList() && editor.commands.liftListItem("listItem"),
        "Mod-Shift-8": () => editor.commands.toggleList("bulletList", "listItem"),
        "Mod-Shift-7": () => editor.commands.toggleList("orderedList", "listItem"),
      };
    },
  });

/** What is typed becomes what it stands for: `{{ … }}` a chip, `- ` a list. */
const finishing = Extension.create({
  name: "finishing",
  addInputRules() {
    const { schema } = this.editor;
    const chip = (find: RegExp, type: string) =>
      new InputRule({
        find,
        handler: ({ state, range, match }) => {
          state.tr.replaceWith(range.from, range.to, schema.nodes[type]?.create({ source: match[0] }) as Node);
        },
      });
    return [
      chip(/\{\{[^{}]+\}\}$/, "variable"),
      chip(/\{%[^{}]+%\}$/, "logic"),
      wrappingInputRule({ find: /^\s*[-*]\s$/, type: schema.nodes.bulletList as never }),
      wrappingInputRule({ find: /^\s*1\.\s$/, type: schema.nodes.orderedList as never }),
    ];
  },
});

const surroundings = (placeholder: string) =>
  Extension.create({
    name: "surroundings",
    addProseMirrorPlugins: () => [
      history(),
      dropCursor({ color: "var(--accent)", width: 2 }),
      gapCursor(),
      new Plugin({
        props: {
          decorations: ({ doc }) => {
            const only = doc.childCount === 1 ? doc.firstChild : null;
            if (only?.type.name !== "paragraph" || only.childCount > 0) return null;
            const hint = { "data-placeholder": placeholder };
            return DecorationSet.create(doc, [Decoration.node(0, only.nodeSize, hint)]);
          },
        },
      }),
    ],
  });

/** Liquid in pasted words becomes chips. */
function withChips(schema: Schema, slice: Slice): Slice {
  return new Slice(chipsIn(schema, slice.content), slice.openStart, slice.openEnd);
}

function chipsIn(schema: Schema, content: Fragment): Fragment {
  const nodes: Node[] = [];
  content.forEach((node) => {
    if (!node.isText) nodes.push(node.copy(chipsIn(schema, node.content)));
    else nodes.push(...piecesOf(schema, node));
  });
  return Fragment.fromArray(nodes);
}

function piecesOf(schema: Schema, node: Node): Node[] {
  const text = node.text ?? "";
  if (!/\{[{%]/.test(text)) return [node];
  return tokensOf(text).map((token) => {
    const source = text.slice(token.at, token.end);
    if (token.kind !== "output" && token.kind !== "logic") return schema.text(source, node.marks);
    return schema.node(token.kind === "output" ? "variable" : "logic", { source }, undefined, node.marks);
  });
}

/** Puts a question around the blocks that are chosen, or around a new line. */
export function addCondition(editor: Editor): number {
  const { state } = editor;
  const { $from, $to } = state.selection;
  const range = $from.blockRange($to);
  const { condition, lane, paragraph } = state.schema.nodes;
  if (range === null || !condition || !lane || !paragraph) return -1;
  const attrs = { source: "{% if company.name != blank %}" };
  const wrapped = range.parent.canReplaceWith(range.startIndex, range.endIndex, condition);
  if (!wrapped) return -1;
  const tr: Transaction = state.tr.wrap(range, [{ type: condition }, { type: lane, attrs }]);
  editor.view.dispatch(tr.scrollIntoView());
  return range.start + 1;
}
