import type { Step } from "@haste/contract/nouns/steps";
import { email } from "./email.tsx";
import type { StepKindView } from "./kind.ts";

/** What each kind of step looks like, by its name. */
export const kinds: Readonly<Record<Step["type"], StepKindView>> = { email };
