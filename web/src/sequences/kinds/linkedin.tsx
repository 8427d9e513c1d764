import { IconBrandLinkedin } from "@tabler/icons-react";
import { ManualForm } from "../manual-form.tsx";
import type { StepFormProps, StepKindView } from "./kind.ts";

function LinkedInForm(props: StepFormProps<"linkedin">) {
  return <ManualForm {...props} asks="Connect, without a note" />;
}

export const linkedin: StepKindView<"linkedin"> = { name: "LinkedIn", Icon: IconBrandLinkedin, Form: LinkedInForm };
