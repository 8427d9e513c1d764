import type { Sequence } from "@haste/contract/nouns/sequences";
import type { Icon } from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { Placed, TreeStep } from "../tree.ts";

type Kind = TreeStep["type"];
/** What a step of this kind holds. */
export type ContentOf<K extends Kind> = Extract<
  TreeStep,
  { type: K extends "task" | "call" | "linkedin" | "sms" ? "task" | "call" | "linkedin" | "sms" : K }
>["content"];

/** Where a step stands, for what only the whole sequence knows (the thread it continues, the steps it may ask about). */
export interface StepPlace {
  readonly sequence: Sequence;
  readonly all: readonly Placed[];
  readonly one: Placed;
}

export interface StepFormProps<K extends Kind> {
  readonly content: ContentOf<K>;
  readonly place: StepPlace;
  /** @param about names the field, so that typing on in it is one change to undo */
  readonly onChange: (content: ContentOf<K>, about?: string) => void;
}

/** How a kind of step looks and is edited; one file of this shape per kind. */
export interface StepKindView<K extends Kind> {
  readonly name: string;
  /** Chooses it in the menu of kinds. */
  readonly letter: string;
  readonly Icon: Icon;
  readonly Form: ComponentType<StepFormProps<K>>;
  /** What a new one holds. */
  readonly blank: () => ContentOf<K>;
  /** Its second line in lists: what it does, in a few words. */
  readonly line: (content: ContentOf<K>, place: StepPlace) => string;
}
