import { IconMessage } from "@tabler/icons-react";
import { blankManual, ManualForm, manualLine } from "../manual-form.tsx";
import type { StepFormProps, StepKindView } from "./kind.ts";

function SmsForm(props: StepFormProps<"sms">) {
  return <ManualForm {...props} asks="A short reminder of Thursday" />;
}

export const sms: StepKindView<"sms"> = {
  name: "Text message",
  letter: "s",
  Icon: IconMessage,
  Form: SmsForm,
  blank: blankManual,
  line: (content) => manualLine("Text message", content),
};
