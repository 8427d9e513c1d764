import { manual } from "../manual-step.ts";

export const task = manual<"task">("The task");
