import type { WorkContext } from "../../platform/context/index.ts";

/** What the people of a workspace ask of the ledger, in the transaction of their own change. */
export interface CrmPorts {
  readonly ledger: {
    /** Stops every sequence this contact is in and cancels what waits. */
    stopContact(ctx: WorkContext, contactId: string, reason: "archived"): Promise<void>;
    /** These people changed: emails held for what was missing are planned again. */
    contactsChanged(ctx: WorkContext, contactIds: readonly string[]): Promise<void>;
    /** These tags were put on this contact: its sequences' triggers may wait for one. */
    tagged(ctx: WorkContext, contactId: string, tags: readonly string[]): Promise<void>;
  };
}
