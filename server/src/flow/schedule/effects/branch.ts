import type { StepEffect } from "./kind.ts";

/** Writes nothing: the plan moves the person into the lane that holds for them. */
export const branch: StepEffect<"branch"> = null;
