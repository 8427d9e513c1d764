import type { ConsentOfContact } from "@haste/contract/nouns/consents";
import { endOfConsent } from "@haste/engine/compliance";
import type { WorkContext } from "../../../platform/context/index.ts";
import { defineRoutes } from "../../../platform/http/index.ts";
import type { CrmPorts } from "../ports.ts";
import { listConsents } from "../queries/consents.ts";
import { findContact } from "../queries/contacts.ts";
import { noSuchContact } from "../save-contact.ts";
import { idsOfSegment } from "../segments/list-members.ts";
import { invalid } from "../text.ts";
import { recordConsent, recordConsents } from "./record-consent.ts";

const mostShown = 200;
const mostAtOnce = 10_000;

/** On what mail to contacts rests. */
export function consentRoutes(ports: CrmPorts) {
  return defineRoutes({
    "GET /contacts/:id/consent": (ctx, { params }) => showConsent(ctx, params.id),
    "PUT /contacts/:id/consent": async (ctx, { params, body }) => {
      await recordConsent(ctx, ports, params.id, body);
      return showConsent(ctx, params.id);
    },
    "POST /contacts/consent/bulk": async (ctx, { body: { contactIds, segmentId, consent } }) => {
      const ids = segmentId === undefined ? (contactIds ?? []) : await membersOf(ctx, segmentId);
      return recordConsents(ctx, ports, ids, consent);
    },
  });
}

/** @throws Problem `not_found`, `invalid_request` where it has too many people for one request */
async function membersOf(ctx: WorkContext, segmentId: string): Promise<readonly string[]> {
  const ids = await idsOfSegment(ctx, segmentId, mostAtOnce);
  if (ids === null)
    throw invalid("/segmentId", "too_many", `The segment holds more than ${mostAtOnce} people; narrow it down.`);
  return ids;
}

async function showConsent(ctx: WorkContext, contactId: string): Promise<ConsentOfContact> {
  if ((await findContact(ctx.tx, contactId)) === null) throw noSuchContact();
  const rows = await listConsents(ctx.tx, contactId, mostShown);
  const history = rows.map((row) => ({
    ...row,
    endsOn: endOfConsent(row),
    recordedAt: row.recordedAt.toISOString(),
  }));
  return { current: history[0] ?? null, history };
}
