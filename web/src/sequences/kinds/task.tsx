import { IconSquareCheck } from "@tabler/icons-react";
import { ManualForm } from "../manual-form.tsx";
import type { StepFormProps, StepKindView } from "./kind.ts";

function TaskForm(props: StepFormProps<"task">) {
  return <ManualForm {...props} asks="Look up who runs the yard" />;
}

export const task: StepKindView<"task"> = { name: "Task", Icon: IconSquareCheck, Form: TaskForm };
