import { Button, Select, TextInput } from "@mantine/core";
import type { Editor } from "@tiptap/core";
import { Fragment } from "@tiptap/pm/model";
import { useState } from "react";
import type { VariableChoice } from "./choices.ts";
import { expressionFor, expressionOf, type Question, questionOf, questionWords } from "./lane-words.ts";
import { Asking } from "./link-dialogs.tsx";

interface LaneDialogProps {
  readonly editor: Editor;
  readonly pos: number;
  readonly variables: readonly VariableChoice[];
  readonly onClose: () => void;
}

/** Who reads what stands in a lane of a condition. */
export function LaneDialog({ editor, pos, variables, onClose }: LaneDialogProps) {
  const lane = pos < 0 ? null : editor.state.doc.nodeAt(pos);
  const { word, expression } = expressionOf((lane?.attrs.source as string | undefined) ?? "");
  const [question, setQuestion] = useState(() => questionOf(expression));
  const [written, setWritten] = useState(expression);
  if (lane === null || lane.type.name !== "lane") return null;
  const isElse = word === "else";
  const says = question === null ? written.trim() : expressionFor(question);
  const keep = () => {
    if (!isElse) {
      editor.view.dispatch(editor.state.tr.setNodeAttribute(pos, "source", `{% ${word} ${says} %}`));
    }
    onClose();
    editor.commands.focus();
  };
  const names = [...new Set([...variables.map(({ name }) => name), ...(question ? [question.variable] : [])])];
  return (
    <Asking
      title={isElse ? "Otherwise" : "Say it only if"}
      verb={isElse ? "Keep it" : "Ask this"}
      can={isElse || says !== ""}
      onKeep={keep}
      onClose={onClose}
      remove={isElse ? "Take this part out" : "Take the condition out"}
      onRemove={() => (isElse ? removeLane(editor, pos) : unwrap(editor, pos))}
    >
      {isElse ? <p>What stands here is read by everybody no condition above fits.</p> : null}
      {!isElse && question !== null ? <Fields question={question} names={names} onChange={setQuestion} /> : null}
      {!isElse && question === null ? (
        <TextInput
          label="Condition"
          description="In Liquid, as it is written"
          className="mono"
          data-autofocus
          value={written}
          onChange={(event) => setWritten(event.currentTarget.value)}
        />
      ) : null}
      {isElse || hasElse(editor, pos) ? null : (
        <Button
          variant="subtle"
          style={{ alignSelf: "flex-start" }}
          onClick={() => {
            addElse(editor, pos);
            onClose();
          }}
        >
          Say something else otherwise
        </Button>
      )}
    </Asking>
  );
}

const needsValue: readonly Question["op"][] = ["is", "is not", "contains"];

function Fields(props: { question: Question; names: readonly string[]; onChange: (question: Question) => void }) {
  const { question, names, onChange } = props;
  return (
    <>
      <Select
        label="Variable"
        searchable
        allowDeselect={false}
        value={question.variable}
        data={[...names]}
        onChange={(variable) => variable && onChange({ ...question, variable })}
      />
      <Select
        label="Test"
        allowDeselect={false}
        value={question.op}
        data={Object.entries(questionWords).map(([value, label]) => ({ value, label }))}
        onChange={(op) => op && onChange({ ...question, op: op as Question["op"] })}
      />
      {needsValue.includes(question.op) ? (
        <TextInput
          label="Value"
          data-autofocus
          value={question.value}
          onChange={(event) => onChange({ ...question, value: event.currentTarget.value })}
          dir="auto"
        />
      ) : null}
    </>
  );
}

function hasElse(editor: Editor, pos: number): boolean {
  return /^\{%-?\s*else\b/.test(editor.state.doc.resolve(pos).parent.lastChild?.attrs.source ?? "");
}

function addElse(editor: Editor, pos: number): void {
  const { state } = editor;
  const $pos = state.doc.resolve(pos);
  const node = state.schema.nodes.lane?.createAndFill();
  if (!node) return;
  const end = $pos.end();
  editor.view.dispatch(state.tr.insert(end, node));
  editor
    .chain()
    .focus(end + 2)
    .run();
}

function removeLane(editor: Editor, pos: number): void {
  const size = editor.state.doc.nodeAt(pos)?.nodeSize ?? 0;
  editor.view.dispatch(editor.state.tr.delete(pos, pos + size));
}

/** The words of all lanes stay; only the question goes. */
function unwrap(editor: Editor, pos: number): void {
  const { state } = editor;
  const $pos = state.doc.resolve(pos);
  const condition = $pos.parent;
  let words = Fragment.empty;
  condition.forEach((lane) => {
    words = words.append(lane.content);
  });
  editor.view.dispatch(state.tr.replaceWith($pos.before(), $pos.after(), words));
  editor.commands.focus();
}
