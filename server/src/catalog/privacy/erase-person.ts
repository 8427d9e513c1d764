import { createHash, randomBytes } from "node:crypto";
import type { ErasureCertificate } from "@haste/contract/nouns/gdpr-requests";
import { cancelOneOff, momentOf, stopContact } from "../../ledger/index.ts";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import type { KeyRing } from "../../platform/crypto/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { forgetAnswers } from "../../platform/http/index.ts";
import {
  eraseAuditDetails,
  eraseConsents,
  eraseExports,
  eraseReader,
  erasePerson as eraseRows,
  rememberErased,
} from "./queries/erasing.ts";
import { findPersonRows, searchEverywhere } from "./queries/places.ts";
import { eraseKeptLinks } from "./queries/retention.ts";

/**
 * Erases a person from everything the workspace holds, in the caller's transaction, and says what went. First whatever is
 * on its way to them is stopped; then their address is remembered as a keyed hash, so that nobody brings them back by
 * mistake; then their rows go, or lose everything that is theirs and stay under the id of nobody, so that no report
 * changes. At the end the whole workspace is searched for the address, and what somebody wrote elsewhere is told.
 */
export async function erasePerson(
  ctx: WorkContext,
  keyRing: KeyRing<Tx>,
  asked: { readonly address: string; readonly requestId: string },
): Promise<ErasureCertificate> {
  const { address } = asked;
  const person = await findPersonRows(ctx.tx, address);
  for (const id of person.contactIds) await stopContact(ctx.tx, id, "removed", momentOf(ctx));
  for (const id of person.emailIds) await cancelOneOff(ctx.tx, id, momentOf(ctx));
  const hash = await rememberErased(ctx.tx, address, { key: randomBytes(32), at: ctx.now });
  const forgotten = await forgetAnswers(ctx.tx, keyRing, [address, ...person.contactIds]);
  const auditIds = await eraseAuditDetails(ctx.tx, person);
  const readerOf = await eraseReader(ctx.tx, person);
  const files = await eraseExports(ctx.tx, person, ctx.machineNow);
  const consents = await eraseConsents(ctx.tx, person);
  const keptLinks = await eraseKeptLinks(ctx.tx, person.emailIds);
  const counts = await eraseRows(ctx.tx, person, { tombstone: ctx.newId(), at: ctx.now });
  const all = {
    ...counts,
    audit_details: auditIds.length,
    idempotency_keys: forgotten,
    exports: files,
    consents,
    removed_texts: keptLinks,
    report_schedules: readerOf,
  };
  const content = {
    erasedAt: ctx.now.toISOString(),
    addressHash: hash.toString("hex"),
    erased: Object.entries(all).flatMap(([table, rows]) => (rows > 0 ? [{ table, rows }] : [])),
    left: await searchEverywhere(ctx.tx, address),
  };
  const certificate = { ...content, hash: hashOf(content) };
  // The log's verification reads here which details are gone for a reason.
  const detail = { auditIds, certificate: certificate.hash };
  await audit(ctx, "person.erased", { kind: "gdpr-request", id: asked.requestId }, detail);
  return certificate;
}

function hashOf(content: object): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}
