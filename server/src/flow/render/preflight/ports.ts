import type { Condition } from "@haste/engine/condition";
import type { Definition } from "@haste/engine/sequence";
import type { WorkContext } from "../../../platform/context/index.ts";

/** What a pre-flight asks of the sequences and of enrolling. */
export interface PreflightPorts {
  /** The draft (version 0), or the published version; null: there is none of that sequence. */
  loadRunnable(ctx: WorkContext, sequenceId: string, version: "draft" | "published" | null): Promise<Definition | null>;
  /** Contacts that exist, with what stands against enrolling them whatever somebody overrides. */
  judge(
    ctx: WorkContext,
    definition: Definition,
    contactIds: readonly string[],
  ): Promise<Map<string, { readonly timezone: string | null; readonly codes: readonly string[] }>>;
  /** Refuses a choice that nobody could follow. */
  checkChoice(ctx: WorkContext, choice: CohortChoice): Promise<void>;
  /** The next contacts of a choice, from the beginning where `at` is null; a batch may be empty before the last one. */
  nextChosen(ctx: WorkContext, choice: CohortChoice, at: CohortPlace | null): Promise<CohortBatch>;
}

export interface CohortChoice {
  readonly contactIds: readonly string[] | null;
  readonly filter: {
    readonly q?: string | undefined;
    readonly companyId?: string | undefined;
    readonly condition?: Condition | undefined;
  } | null;
  readonly importId: string | null;
}

export interface CohortPlace {
  readonly after: string;
  readonly position: number;
}

export interface CohortBatch extends CohortPlace {
  readonly ids: readonly string[];
  readonly isLast: boolean;
}
