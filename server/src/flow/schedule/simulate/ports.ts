import type { Definition } from "@haste/engine/sequence";
import type { WorkContext } from "../../../platform/context/index.ts";

export interface JudgedPerson {
  readonly timezone: string | null;
  /** Why this person cannot be enrolled at all, hardest first. */
  readonly codes: readonly string[];
}

export interface FilterPage {
  readonly afterId: string;
  readonly limit: number;
}

/** What a simulation asks of the nouns and of the stage before it. */
export interface SimulationPorts {
  /** The draft (version 0), or the published version; null: there is none of that sequence. */
  loadRunnable(ctx: WorkContext, sequenceId: string, version: "draft" | "published" | null): Promise<Definition | null>;
  /** Contacts that exist, with what stands against enrolling them whatever somebody overrides. */
  judge(ctx: WorkContext, sequenceId: string, contactIds: readonly string[]): Promise<Map<string, JudgedPerson>>;
  /** The next contacts a filter names, in id order. */
  idsOf(ctx: WorkContext, filter: PeopleFilter, page: FilterPage): Promise<readonly string[]>;
}

export interface PeopleFilter {
  readonly q?: string | undefined;
  readonly companyId?: string | undefined;
}
