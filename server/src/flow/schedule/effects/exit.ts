import type { StepEffect } from "./kind.ts";

/** Writes nothing: the plan stops the person. */
export const exit: StepEffect<"exit"> = null;
