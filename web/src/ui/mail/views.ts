import { Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView, NodeView } from "@tiptap/pm/view";
import { sentenceOf } from "./lane-words.ts";
import { snippetName } from "./schema.ts";

export interface ViewPorts {
  /** The words of a snippet, as far as they are known. */
  readonly snippetWords: (name: string) => string | null;
  /** Draws the snippets again once their words are known; each shown one is in it. */
  readonly snippetViews: Set<() => void>;
  readonly onLane: (pos: number) => void;
}

/** A lane of a condition: its question as a button, what is said under it below. */
function laneView(node: Node, view: EditorView, getPos: () => number | undefined, ports: ViewPorts): NodeView {
  const dom = document.createElement("div");
  const head = document.createElement("button");
  const contentDOM = document.createElement("div");
  dom.dataset.lane = "";
  head.type = "button";
  head.contentEditable = "false";
  head.addEventListener("click", () => ports.onLane(getPos() ?? 0));
  dom.append(head, contentDOM);
  const show = (now: Node) => {
    const { word, question } = sentenceOf(now.attrs.source);
    const name = document.createElement("b");
    name.textContent = word;
    head.replaceChildren(name, ` ${question}`);
    head.setAttribute("aria-label", `${word} ${question}: change this condition`);
  };
  show(node);
  return {
    dom,
    contentDOM,
    stopEvent: (event) => event.target instanceof window.Node && head.contains(event.target as globalThis.Node),
    ignoreMutation: (change) => change.type !== "selection" && !contentDOM.contains(change.target),
    update: (now) => {
      if (now.type !== node.type || view.isDestroyed) return false;
      show(now);
      return true;
    },
  };
}

function snippetView(node: Node, ports: ViewPorts): NodeView {
  const dom = document.createElement("div");
  const title = document.createElement("b");
  const words = document.createElement("p");
  const name = snippetName(node.attrs.source);
  dom.dataset.snippet = name;
  dom.contentEditable = "false";
  title.textContent = `Snippet “${name}”`;
  const show = () => {
    words.textContent = ports.snippetWords(name) ?? "";
  };
  show();
  ports.snippetViews.add(show);
  dom.append(title, words);
  return { dom, update: () => false, destroy: () => ports.snippetViews.delete(show) };
}

export const views = (ports: ViewPorts) =>
  Extension.create({
    name: "views",
    addProseMirrorPlugins: () => [
      new Plugin({
        props: {
          nodeViews: {
            lane: (node, view, getPos) => laneView(node, view, getPos, ports),
            snippet: (node) => snippetView(node, ports),
          },
        },
      }),
    ],
  });
