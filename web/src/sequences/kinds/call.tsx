import { IconPhone } from "@tabler/icons-react";
import { blankManual, ManualForm, manualLine } from "../manual-form.tsx";
import type { StepFormProps, StepKindView } from "./kind.ts";

function CallForm(props: StepFormProps<"call">) {
  return <ManualForm {...props} asks="Call while it is warm" />;
}

export const call: StepKindView<"call"> = {
  name: "Call",
  letter: "c",
  Icon: IconPhone,
  Form: CallForm,
  blank: blankManual,
  line: (content) => manualLine("Call", content),
};
