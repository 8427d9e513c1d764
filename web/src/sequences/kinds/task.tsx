import { IconSquareCheck } from "@tabler/icons-react";
import { blankManual, ManualForm, manualLine } from "../manual-form.tsx";
import type { StepFormProps, StepKindView } from "./kind.ts";

function TaskForm(props: StepFormProps<"task">) {
  return <ManualForm {...props} asks="Look up who runs the yard" />;
}

export const task: StepKindView<"task"> = {
  name: "Task",
  letter: "t",
  Icon: IconSquareCheck,
  Form: TaskForm,
  blank: blankManual,
  line: (content) => manualLine("Task", content),
};
