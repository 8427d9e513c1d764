import { Editor, Extension, InputRule, Node as TipNode } from "@tiptap/core";
import { history, redo, undo } from "@tiptap/pm/history";
import type { Node } from "@tiptap/pm/model";
import { EditorState } from "@tiptap/pm/state";
import { logic, variable } from "./chips.ts";
import { type MenuState, menus } from "./menus.ts";
import { liquidEnd } from "./source/tokens.ts";

export interface LineEditorOptions {
  readonly label: string;
  readonly menu: MenuState;
  readonly onSource: (source: string) => void;
}

/** An editor of one line of words with chips, such as a subject: no tags, nothing to escape. */
export function openLineEditor(element: HTMLElement, { label, menu, onSource }: LineEditorOptions) {
  const editor = new Editor({
    element,
    injectCSS: false,
    extensions: [doc, words, line, variable, logic, menus(menu, ["{{"]), keys, finishing],
    editorProps: {
      attributes: { role: "textbox", "aria-label": label, spellcheck: "true", dir: "auto" },
      // Only the words of what is pasted, in one line.
      handlePaste: (view, event) => {
        const text = event.clipboardData?.getData("text/plain").replace(/\s+/g, " ") ?? "";
        view.dispatch(
          view.state.tr.replaceWith(view.state.selection.from, view.state.selection.to, nodesOf(view.state, text)),
        );
        return true;
      },
    },
    onUpdate: ({ editor: now }) => onSource(sourceOfLine(now.state.doc)),
  });
  return {
    editor,
    load: (source: string) => {
      const { schema, plugins } = editor.state;
      const content = schema.node("line", null, nodesOf(editor.state, source));
      editor.view.updateState(EditorState.create({ doc: schema.node("doc", null, content), plugins }));
    },
    destroy: () => editor.destroy(),
  };
}

const doc = TipNode.create({ name: "doc", topNode: true, content: "line" });
const words = TipNode.create({ name: "text", group: "inline" });
const line = TipNode.create({
  name: "line",
  content: "inline*",
  parseHTML: () => [{ tag: "p" }],
  renderHTML: () => ["p", 0],
});

const keys = Extension.create({
  name: "keys",
  priority: 200,
  addExtensions: () => [Extension.create({ name: "past", addProseMirrorPlugins: () => [history()] })],
  addKeyboardShortcuts() {
    const { editor } = this;
    const nothing = () => true;
    return Object.fromEntries([
      ["Enter", nothing],
      ["Shift-Enter", nothing],
      ["Mod-z", () => undo(editor.state, editor.view.dispatch)],
      ["Mod-Shift-z", () => redo(editor.state, editor.view.dispatch)],
    ]);
  },
});

const finishing = Extension.create({
  name: "finishing",
  addInputRules() {
    const { schema } = this.editor;
    return [
      new InputRule({
        find: /\{\{[^{}]+\}\}$/,
        handler: ({ state, range, match }) => {
          state.tr.replaceWith(range.from, range.to, schema.node("variable", { source: match[0] }));
        },
      }),
    ];
  },
});

function nodesOf({ schema }: EditorState, source: string): Node[] {
  const nodes: Node[] = [];
  let from = 0;
  for (let at = source.search(/\{[{%]/); at !== -1 && at < source.length; at += 1) {
    if (source[at] !== "{" || !/[{%]/.test(source[at + 1] ?? "")) continue;
    const end = liquidEnd(source, at);
    if (end === null) break;
    if (from < at) nodes.push(schema.text(source.slice(from, at)));
    const type = source[at + 1] === "{" ? "variable" : "logic";
    nodes.push(schema.node(type, { source: source.slice(at, end) }));
    from = end;
    at = end - 1;
  }
  if (from < source.length) nodes.push(schema.text(source.slice(from)));
  return nodes;
}

function sourceOfLine(node: Node): string {
  let source = "";
  node.descendants((child) => {
    source += child.isText ? (child.text ?? "") : ((child.attrs.source as string | undefined) ?? "");
  });
  return source;
}
