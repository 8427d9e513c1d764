import type { WorkContext } from "../../platform/context/index.ts";

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
    /** These people changed: emails held for what was missing are planned again. */
    contactsChanged(ctx: WorkContext, contactIds: readonly string[]): Promise<void>;
    /** These tags were put on this contact: its sequences' triggers may wait for one. */
    tagged(ctx: WorkContext, contactId: string, tags: readonly string[]): Promise<void>;
    /** The segments that triggers wait for, by contact: of these contacts, or of everybody of these companies. */
    awaitedSegments(
      ctx: WorkContext,
      whom: { readonly contactIds: readonly string[] } | { readonly companyIds: readonly string[] },
    ): Promise<ReadonlyMap<string, readonly string[]>>;
    /** These people entered segments that triggers wait for. */
    segmentsEntered(ctx: WorkContext, entries: readonly Entry[]): Promise<void>;
  };
}
