import { IconPhone } from "@tabler/icons-react";
import { ManualForm } from "../manual-form.tsx";
import type { StepFormProps, StepKindView } from "./kind.ts";

function CallForm(props: StepFormProps<"call">) {
  return <ManualForm {...props} asks="Call while it is warm" />;
}

export const call: StepKindView<"call"> = { name: "Call", Icon: IconPhone, Form: CallForm };
