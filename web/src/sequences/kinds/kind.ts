import type { Sequence } from "@haste/contract/nouns/sequences";
import type { Step } from "@haste/contract/nouns/steps";
import type { Icon } from "@tabler/icons-react";
import type { ComponentType } from "react";

type Kind = Step["type"];
/** What a step of this kind holds. */
export type ContentOf<K extends Kind> = Extract<
  Step,
  { type: K extends "task" | "call" | "linkedin" | "sms" ? "task" | "call" | "linkedin" | "sms" : K }
>["content"];

export interface StepFormProps<K extends Kind> {
  readonly content: ContentOf<K>;
  /** Where the step stands, for what only the whole sequence knows (the thread it continues). */
  readonly place: { readonly sequence: Sequence; readonly at: number };
  readonly onChange: (content: ContentOf<K>) => void;
}

/** How a kind of step looks and is edited; one file of this shape per kind. */
export interface StepKindView<K extends Kind> {
  readonly name: string;
  readonly Icon: Icon;
  readonly Form: ComponentType<StepFormProps<K>>;
}
