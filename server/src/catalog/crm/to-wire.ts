import type { Company, Contact } from "@haste/contract/nouns/crm";
import { isZone } from "@haste/engine/base";
import { isAddress } from "@haste/engine/enroll";
import type { CompanyRow } from "./queries/companies.ts";
import type { ContactRow } from "./queries/contacts.ts";

export function contactToWire(row: ContactRow): Contact {
  const { companyId, companyName } = row;
  return {
    id: row.id,
    email: row.email,
    firstName: row.firstName,
    lastName: row.lastName,
    title: row.title,
    timezone: row.timezone,
    timezoneProblem: timezoneProblem(row.timezone),
    companyId,
    company:
      companyId === null || companyName === null
        ? null
        : { id: companyId, name: companyName, domain: row.companyDomain },
    customFields: row.customFields,
    tags: [...row.tags],
    mailable: mailableOf(row),
    lastEmailedAt: row.lastEmailedAt?.toISOString() ?? null,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  };
}

export function companyToWire(row: CompanyRow): Company {
  return {
    id: row.id,
    name: row.name,
    domain: row.domain,
    industry: row.industry,
    customFields: row.customFields,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  };
}

/** An unknown zone is told, never refused: the person is mailed at the hours of the sequence's zone meanwhile. */
function timezoneProblem(timezone: string | null): string | null {
  if (timezone === null || isZone(timezone)) return null;
  return `"${timezone}" is not a time zone we know; the sequence's is used. Zones are named like Europe/Berlin.`;
}

/** What somebody said (unsubscribe, complaint) is told before what their server said. */
function mailableOf(row: ContactRow): Contact["mailable"] {
  // A suppressed address whose server said that it does not exist is dead, not unwilling.
  const reason = row.suppression === "hard_bounce" && !row.isGivenUp ? "address_dead" : row.suppression;
  const fault = reason ?? (isAddress(row.email) ? null : "invalid_address");
  return { ok: fault === null, reason: fault };
}
