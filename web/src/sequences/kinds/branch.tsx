import { sentenceOf } from "@haste/engine/condition";
import { TextInput } from "@mantine/core";
import { IconGitFork } from "@tabler/icons-react";
import type { StepFormProps, StepKindView } from "./kind.ts";

function BranchForm({ content, onChange }: StepFormProps<"branch">) {
  const name = (at: number, text: string) =>
    onChange({
      ...content,
      branches: content.branches.map((lane, place) => (place === at ? { ...lane, name: text } : lane)),
    });
  return content.branches.map((lane, at) => (
    <TextInput
      key={lane.id}
      label={`Way ${at + 1}`}
      value={lane.name}
      maxLength={100}
      description={`If ${sentenceOf(lane.if, { stepName: () => "an earlier step" })}`}
      inputWrapperOrder={["label", "input", "description", "error"]}
      onChange={(event) => name(at, event.currentTarget.value)}
      dir="auto"
    />
  ));
}

export const branch: StepKindView<"branch"> = { name: "Branch", Icon: IconGitFork, Form: BranchForm };
