import type { WorkContext } from "../../platform/context/index.ts";

export interface PutTags {
  readonly contactId: string;
  readonly tags: readonly string[];
}

export interface ReachedStage {
  readonly dealId: string;
  /** The stage's name, as triggers speak of it. */
  readonly stage: string;
}

/** Somebody in whom a change made a segment's condition hold that did not hold before. */
export interface Entry {
  readonly contactId: string;
  readonly segmentId: string;
}

/** What the people of a workspace ask of the ledger, in the transaction of their own change. */
export interface CrmPorts {
  readonly ledger: {
    /** Stops every sequence this contact is in and cancels what waits. */
    stopContact(ctx: WorkContext, contactId: string, reason: "archived"): Promise<void>;
    /** These people, their company or deals changed: who is held for what was missing or waits for it is planned again. */
    contactsChanged(ctx: WorkContext, contactIds: readonly string[]): Promise<void>;
    /** These tags were put on these contacts: their sequences' triggers may wait for one. */
    tagged(ctx: WorkContext, put: readonly PutTags[]): Promise<void>;
    /** The deal of these contacts reached this stage: their sequences' triggers may wait for it. */
    dealReached(ctx: WorkContext, contactIds: readonly string[], what: ReachedStage): Promise<void>;
    /** The segments that triggers wait for, by contact: of these contacts, or of everybody of these companies. */
    awaitedSegments(
      ctx: WorkContext,
      whom: { readonly contactIds: readonly string[] } | { readonly companyIds: readonly string[] },
    ): Promise<ReadonlyMap<string, readonly string[]>>;
    /** These people entered segments that triggers wait for. */
    segmentsEntered(ctx: WorkContext, entries: readonly Entry[]): Promise<void>;
  };
}
