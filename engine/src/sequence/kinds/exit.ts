import type { StepKind } from "./kind.ts";

/** Ends the sequence here. */
export const exit: StepKind<"exit"> = { validate: () => [], next: () => null };
