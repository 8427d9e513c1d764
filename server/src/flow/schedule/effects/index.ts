import type { StepKindName } from "@haste/engine/sequence";
import { email } from "./email.ts";
import type { StepEffect } from "./kind.ts";

/** What each kind of step writes, by its name. */
export const effects: Readonly<Record<StepKindName, StepEffect>> = { email };
