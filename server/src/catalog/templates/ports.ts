import type { Usage } from "@haste/contract/nouns/templates";
import type { TakenPart } from "@haste/engine/template";
import type { WorkContext } from "../../platform/context/index.ts";

/** What steps may take their words from. */
export interface WordSource {
  readonly templateIds: readonly string[];
  /** Only steps that take one of these parts from the template; null: any part. */
  readonly parts: readonly TakenPart[] | null;
  /** Names of snippets that a step itself may mention. */
  readonly snippets: readonly string[];
}

/** What templates ask of the sequences, in the transaction of their own change. */
export interface TemplatePorts {
  /** Sequences whose drafts take words from there, archived ones left out. */
  sequencesUsing(ctx: WorkContext, source: WordSource): Promise<Usage["sequences"]>;
  /** Counts their drafts as changed and tells; answers with the live ones, which have something to publish now. */
  wordsChanged(ctx: WorkContext, source: WordSource): Promise<{ id: string; name: string }[]>;
}
