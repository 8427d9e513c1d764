import { IconBrandLinkedin } from "@tabler/icons-react";
import { blankManual, ManualForm, manualLine } from "../manual-form.tsx";
import type { StepFormProps, StepKindView } from "./kind.ts";

function LinkedInForm(props: StepFormProps<"linkedin">) {
  return <ManualForm {...props} asks="Connect, without a note" />;
}

export const linkedin: StepKindView<"linkedin"> = {
  name: "LinkedIn",
  letter: "l",
  Icon: IconBrandLinkedin,
  Form: LinkedInForm,
  blank: blankManual,
  line: (content) => manualLine("LinkedIn", content),
};
