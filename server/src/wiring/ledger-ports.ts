import type { CrmPorts } from "../catalog/crm/index.ts";
import type { AccountChanges } from "../catalog/sending-accounts/index.ts";
import type { SequenceLedger } from "../catalog/sequences/index.ts";
import {
  accountChanged,
  accountHoursChanged,
  awaitedSegments,
  contactsChanged,
  momentOf,
  movePeople,
  parkSequence,
  personDid,
  resumeSequence,
  sequenceChanged,
  stopContact,
  stopSequence,
} from "../ledger/index.ts";
import type { WorkContext } from "../platform/context/index.ts";

const sequences: SequenceLedger = {
  parkSequence: (ctx, id) => parkSequence(ctx.tx, id, momentOf(ctx)),
  resumeSequence: (ctx, id) => resumeSequence(ctx.tx, id, momentOf(ctx)),
  stopSequence: (ctx, id, reason) => stopSequence(ctx.tx, id, reason, momentOf(ctx)),
  sequenceChanged: (ctx, id) => sequenceChanged(ctx.tx, id, momentOf(ctx)),
  movePeople: (ctx, publishing) =>
    movePeople(
      ctx.tx,
      {
        after: publishing.after,
        transferOf: ({ currentStepId, sequenceVersion }) =>
          publishing.transferOf({ stepId: currentStepId, version: sequenceVersion }),
      },
      momentOf(ctx),
    ),
};

const crm: CrmPorts = {
  ledger: {
    stopContact: (ctx, contactId, reason) => stopContact(ctx.tx, contactId, reason, momentOf(ctx)),
    contactsChanged: (ctx, contactIds) => contactsChanged(ctx.tx, contactIds, momentOf(ctx)),
    async tagged(ctx, put) {
      const happenings = put.flatMap(({ contactId, tags }) => {
        return tags.map((tag) => ({ contactId, kind: "tagged" as const, meta: { tag } }));
      });
      await personDid(ctx.tx, happenings, momentOf(ctx));
    },
    async dealReached(ctx, contactIds, { dealId, stage }) {
      const happenings = contactIds.map((contactId) => {
        return { contactId, kind: "deal_stage" as const, meta: { dealId, stage } };
      });
      await personDid(ctx.tx, happenings, momentOf(ctx));
    },
    awaitedSegments: (ctx, whom) => awaitedSegments(ctx.tx, whom),
    async segmentsEntered(ctx, entries) {
      const happenings = entries.map(({ contactId, segmentId }) => {
        return { contactId, kind: "segment_entered" as const, meta: { segmentId } };
      });
      await personDid(ctx.tx, happenings, momentOf(ctx));
    },
  },
};

/** What the nouns ask of the ledger, in the transaction of their own change. */
export const ledgerPorts = {
  sequences,
  crm,
  async accountChanged(ctx: WorkContext, accountId: string, what: AccountChanges): Promise<void> {
    if (what.hours) await accountHoursChanged(ctx.tx, accountId, momentOf(ctx));
    await accountChanged(ctx.tx, accountId, momentOf(ctx));
  },
};
