import type { Editor } from "@tiptap/core";
import { useEffect, useId, useState, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { cx } from "../cx.ts";
import { sourceOf } from "./chips.ts";
import { fitting, type SnippetChoice, type VariableChoice } from "./choices.ts";
import { addCondition } from "./mail-editor.ts";
import s from "./menu.module.css";
import type { MenuState, OpenMenu } from "./menus.ts";

interface Item {
  readonly id: string;
  readonly title: string;
  readonly aside: string;
  readonly isEmpty?: boolean;
  readonly run: (editor: Editor) => void;
}

interface InsertMenuProps {
  readonly editor: Editor;
  readonly menu: MenuState;
  readonly variables: readonly VariableChoice[];
  readonly snippets: readonly SnippetChoice[];
  /** Whom the values beside the variables are of. */
  readonly person: string | null;
  readonly onPicture: () => void;
  readonly onLane: (pos: number) => void;
}

/** The list at the cursor, after `{{` or `/`. The focus stays in the text; arrows, Enter and Escape work the list. */
export function InsertMenu(props: InsertMenuProps) {
  const { editor, menu } = props;
  const id = useId();
  const open = useSyncExternalStore(menu.subscribe, menu.read);
  const [chosen, setChosen] = useState(0);
  const items = open === null ? [] : itemsOf(open, props).slice(0, 40);
  const at = Math.min(chosen, items.length - 1);
  const choose = (item: Item | undefined) => {
    if (open === null || item === undefined) return;
    editor.chain().focus().deleteRange({ from: open.from, to: open.to }).run();
    menu.show(null);
    item.run(editor);
  };
  const question = open === null ? null : `${open.kind}${open.query}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question begins at its first answer
  useEffect(() => setChosen(0), [question]);
  menu.takesKey = (key) => {
    if (items.length === 0) return false;
    if (key === "ArrowDown") setChosen((at + 1) % items.length);
    else if (key === "ArrowUp") setChosen((at - 1 + items.length) % items.length);
    else if (key === "Enter" || key === "Tab") choose(items[at]);
    else return false;
    return true;
  };
  const isOpen = items.length > 0;
  useEffect(() => {
    const { dom } = editor.view;
    dom.toggleAttribute("data-menu-open", isOpen);
    if (isOpen) dom.setAttribute("aria-activedescendant", `${id}-${at}`);
    else dom.removeAttribute("aria-activedescendant");
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [editor, id, at, isOpen]);
  if (open === null || !isOpen) return null;
  const title = open.kind === "/" ? "Insert" : "Insert variable";
  return createPortal(
    <section className={s.menu} style={placeOf(open)} aria-label={title}>
      <p className={s.title}>{open.kind === "{{" && props.person ? `${title}, shown for ${props.person}` : title}</p>
      <div role="listbox" aria-label={title} tabIndex={0} className={s.list}>
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text (aria-activedescendant)
          <div
            key={item.id}
            id={`${id}-${index}`}
            role="option"
            className={s.option}
            aria-selected={index === at}
            onPointerMove={() => setChosen(index)}
            onPointerDown={(event) => {
              event.preventDefault();
              choose(item);
            }}
          >
            <b className={s.name} dir="auto">
              {item.title}
            </b>
            <span className={cx("cut", s.aside)} data-empty={item.isEmpty || undefined} dir="auto">
              {item.aside}
            </span>
          </div>
        ))}
      </div>
    </section>,
    document.body,
  );
}

/** Below the cursor, or above it where there is no room. */
function placeOf({ left, top, bottom }: OpenMenu): React.CSSProperties {
  const x = Math.max(8, Math.min(left, innerWidth - 336));
  return innerHeight - bottom < 300 && top > 300
    ? { left: x, bottom: innerHeight - top + 6 }
    : { left: x, top: bottom + 6 };
}

function itemsOf(open: OpenMenu, props: InsertMenuProps): Item[] {
  const variables = fitting(props.variables, open.query).map(variableItem);
  if (open.kind === "{{") return variables;
  const snippets = fitting(props.snippets, open.query).map(
    ({ name, words }): Item => ({
      id: `snippet ${name}`,
      title: name,
      aside: words || "Snippet",
      run: (editor) =>
        editor
          .chain()
          .focus()
          .insertContent({ type: "snippet", attrs: { source: `{% snippet "${name}" %}` } })
          .run(),
    }),
  );
  const blocks = fitting(blockItems(props), open.query).map(
    ({ name: title, aside, run }): Item => ({ id: title, title, aside, run }),
  );
  return open.query === "" ? [...blocks, ...snippets, ...variables] : [...snippets, ...blocks, ...variables];
}

function variableItem({ name, label, sample, fallback }: VariableChoice): Item {
  const isEmpty = sample === null || sample === "";
  const source = sourceOf({ name, fallback: fallback ?? null });
  return {
    id: name,
    title: name,
    aside: isEmpty ? "empty here" : (sample ?? label),
    isEmpty,
    run: (editor) => editor.chain().focus().insertContent({ type: "variable", attrs: { source } }).run(),
  };
}

function blockItems({ onPicture, onLane }: InsertMenuProps) {
  return [
    { name: "If", aside: "Say it only to some people", run: (editor: Editor) => onLane(addCondition(editor)) },
    {
      name: "Bulleted list",
      aside: "- and a space",
      run: (editor: Editor) => editor.chain().focus().toggleList("bulletList", "listItem").run(),
    },
    {
      name: "Numbered list",
      aside: "1. and a space",
      run: (editor: Editor) => editor.chain().focus().toggleList("orderedList", "listItem").run(),
    },
    {
      name: "Heading",
      aside: "A line above a part",
      run: (editor: Editor) => editor.chain().focus().setNode("heading", { level: 2 }).run(),
    },
    {
      name: "Quote",
      aside: "Somebody else’s words",
      run: (editor: Editor) => editor.chain().focus().wrapIn("box").run(),
    },
    {
      name: "Line",
      aside: "Between two parts",
      run: (editor: Editor) => editor.chain().focus().insertContent({ type: "rule" }).run(),
    },
    { name: "Picture", aside: "By its address", run: () => onPicture() },
  ];
}
