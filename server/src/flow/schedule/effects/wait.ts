import type { StepEffect } from "./kind.ts";

/** Writes nothing: the plan says until when the person waits. */
export const wait: StepEffect<"wait"> = null;
