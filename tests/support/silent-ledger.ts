import type { CrmPorts } from "../../server/src/catalog/crm/index.ts";

/** A ledger to which changes of people mean nothing; a test replaces what it wants to hear. */
export const silentLedger: CrmPorts["ledger"] = {
  stopContact: async () => {},
  contactsChanged: async () => {},
  tagged: async () => {},
  dealReached: async () => {},
  awaitedSegments: async () => new Map(),
  segmentsEntered: async () => {},
};
