import type { StepEffect } from "./kind.ts";

/** The person goes on in another sequence; this one is finished for them. */
export const enroll: StepEffect<"enroll"> = {
  do: "enroll",
  write: ({ row, decision }) => ({ sequenceId: decision.sequenceId, row }),
};
