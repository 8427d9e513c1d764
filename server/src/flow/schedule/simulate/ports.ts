import type { Condition } from "@haste/engine/condition";
import type { Definition } from "@haste/engine/sequence";
import type { WorkContext } from "../../../platform/context/index.ts";

export interface JudgedPerson {
  readonly timezone: string | null;
  /** Why this person cannot be enrolled at all, hardest first. */
  readonly codes: readonly string[];
}

/** What a simulation asks of the nouns and of the stage before it. */
export interface SimulationPorts {
  /** The draft (version 0), or the published version; null: there is none of that sequence. */
  loadRunnable(ctx: WorkContext, sequenceId: string, version: "draft" | "published" | null): Promise<Definition | null>;
  /** Contacts that exist, with what stands against enrolling them whatever somebody overrides. */
  judge(ctx: WorkContext, definition: Definition, contactIds: readonly string[]): Promise<Map<string, JudgedPerson>>;
  /** Refuses a choice that nobody could follow. */
  checkChoice(ctx: WorkContext, choice: PeopleChoice): Promise<void>;
  /** The next contacts of a choice, from the beginning where `at` is null; a batch may be empty before the last one. */
  nextChosen(ctx: WorkContext, choice: PeopleChoice, at: ChoicePlace | null): Promise<ChosenBatch>;
}

/** Whom somebody means: people one by one, or everybody a filter finds. */
export interface PeopleChoice {
  readonly contactIds: readonly string[] | null;
  readonly filter: {
    readonly q?: string | undefined;
    readonly companyId?: string | undefined;
    readonly condition?: Condition | undefined;
  } | null;
  readonly importId: null;
}

export interface ChoicePlace {
  readonly after: string;
  readonly position: number;
}

export interface ChosenBatch extends ChoicePlace {
  readonly ids: readonly string[];
  readonly isLast: boolean;
}
