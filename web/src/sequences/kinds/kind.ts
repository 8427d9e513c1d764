import type { Sequence } from "@haste/contract/nouns/sequences";
import type { Step } from "@haste/contract/nouns/steps";
import type { Icon } from "@tabler/icons-react";
import type { ComponentType } from "react";

export interface StepFormProps {
  readonly content: Step["content"];
  /** Where the step stands, for what only the whole sequence knows (the thread it continues). */
  readonly place: { readonly sequence: Sequence; readonly at: number };
  readonly onChange: (content: Step["content"]) => void;
}

/** How a kind of step looks and is edited; one file of this shape per kind. */
export interface StepKindView {
  readonly name: string;
  readonly Icon: Icon;
  readonly Form: ComponentType<StepFormProps>;
}
