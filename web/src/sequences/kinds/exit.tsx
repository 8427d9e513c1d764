import { TextInput } from "@mantine/core";
import { IconFlag } from "@tabler/icons-react";
import type { StepFormProps, StepKindView } from "./kind.ts";

function ExitForm({ content, onChange }: StepFormProps<"exit">) {
  return (
    <TextInput
      label="Why it ends here"
      data-field="/content/reason"
      value={content.reason ?? ""}
      maxLength={200}
      placeholder="Not a fit"
      description="For colleagues who read it; nobody is told."
      inputWrapperOrder={["label", "input", "description", "error"]}
      onChange={(event) => onChange({ reason: event.currentTarget.value || null }, "reason")}
      dir="auto"
    />
  );
}

export const exit: StepKindView<"exit"> = {
  name: "Finish",
  letter: "f",
  Icon: IconFlag,
  Form: ExitForm,
  blank: () => ({ reason: null }),
  line: () => "the sequence ends here for them",
};
