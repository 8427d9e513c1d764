import type { StepKindName } from "@haste/engine/sequence";
import type { StepEffect } from "./kind.ts";
import { email } from "./email.ts";

/** What each kind of step writes, by its name. */
export const effects: Readonly<Record<StepKindName, StepEffect>> = { email };
