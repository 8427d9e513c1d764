import { TextInput } from "@mantine/core";
import { IconFlag } from "@tabler/icons-react";
import type { StepFormProps, StepKindView } from "./kind.ts";

function ExitForm({ content, onChange }: StepFormProps<"exit">) {
  return (
    <TextInput
      label="Why it ends here"
      value={content.reason ?? ""}
      maxLength={200}
      placeholder="Not a fit"
      description="For colleagues who read it; nobody is told."
      inputWrapperOrder={["label", "input", "description", "error"]}
      onChange={(event) => onChange({ reason: event.currentTarget.value || null })}
      dir="auto"
    />
  );
}

export const exit: StepKindView<"exit"> = { name: "Finish", Icon: IconFlag, Form: ExitForm };
