import { IconMessage } from "@tabler/icons-react";
import { ManualForm } from "../manual-form.tsx";
import type { StepFormProps, StepKindView } from "./kind.ts";

function SmsForm(props: StepFormProps<"sms">) {
  return <ManualForm {...props} asks="A short reminder of Thursday" />;
}

export const sms: StepKindView<"sms"> = { name: "Text message", Icon: IconMessage, Form: SmsForm };
