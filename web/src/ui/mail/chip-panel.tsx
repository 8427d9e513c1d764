import { Button, TextInput } from "@mantine/core";
import type { Editor } from "@tiptap/core";
import { NodeSelection } from "@tiptap/pm/state";
import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { shortName, sourceOf, variableOf } from "./chips.ts";
import type { VariableChoice } from "./choices.ts";
import s from "./mail.module.css";
import { useEditor } from "./use-editor.ts";

/** What a chip says where nothing is known of the person: beside the chosen chip. Enter leads in, Escape back and then away. */
export function ChipPanel({ editor, variables }: { editor: Editor; variables: readonly VariableChoice[] }) {
  const pos = useEditor(editor, chosenChip);
  const source = useEditor(editor, ({ state }) => sourceAt(state.selection));
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const known = source === null ? null : variableOf(source);
  useEffect(() => setText(wordsOf(source)), [source]);
  useEffect(() => {
    if (pos === null) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.key === "Enter") field.current?.focus();
      else editor.commands.setTextSelection(pos + 1);
    };
    const { dom } = editor.view;
    dom.addEventListener("keydown", onKey, true);
    return () => dom.removeEventListener("keydown", onKey, true);
  }, [pos, editor]);
  if (pos === null || source === null) return null;
  const keep = () => {
    const next = known === null ? text : sourceOf({ name: known.name, fallback: text.trim() || null });
    if (text === wordsOf(source) || next.trim() === "") return;
    const { tr } = editor.state;
    tr.setNodeAttribute(pos, "source", next);
    editor.view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, pos)));
  };
  const back = () => {
    keep();
    editor.commands.focus();
  };
  const label = known === null ? "Liquid" : `Where ${shortName(known.name)} is not known`;
  const called = variables.find((each) => each.name === known?.name)?.label;
  return createPortal(
    <form
      className={s.chipPanel}
      style={placeAt(editor, pos)}
      aria-label={called ?? label}
      onSubmit={(event) => {
        event.preventDefault();
        back();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        back();
      }}
    >
      <TextInput
        ref={field}
        label={label}
        description={known !== null && text.trim() === "" ? "Nothing: their mail is held" : undefined}
        inputWrapperOrder={["label", "input", "description"]}
        className={known === null ? "mono" : ""}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={keep}
        placeholder="Nothing"
        dir="auto"
      />
      <Button size="xs" variant="subtle" onClick={() => editor.chain().focus().deleteSelection().run()}>
        Take it out
      </Button>
    </form>,
    document.body,
  );
}

/** What is edited: the fallback of a plain variable, else all that is written. */
function wordsOf(source: string | null): string {
  const known = variableOf(source ?? "");
  return known === null ? (source ?? "") : (known.fallback ?? "");
}

function chosenChip({ state }: Editor): number | null {
  return sourceAt(state.selection) === null ? null : state.selection.from;
}

function sourceAt(selection: Editor["state"]["selection"]): string | null {
  if (!(selection instanceof NodeSelection)) return null;
  const { type, attrs } = selection.node;
  return type.name === "variable" || type.name === "logic" ? attrs.source : null;
}

function placeAt(editor: Editor, pos: number): React.CSSProperties {
  const { left, bottom } = editor.view.coordsAtPos(pos);
  return { left: Math.max(8, Math.min(left, innerWidth - 280)), top: Math.min(bottom + 6, innerHeight - 110) };
}
