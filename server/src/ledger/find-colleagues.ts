import { isFreeMailDomain } from "@haste/engine/enroll";
import { actionAt, causeOf, colleagueScopes } from "@haste/engine/react";
import type { StopAction } from "@haste/engine/sequence";
import type { Signal } from "@haste/engine/track";
import type { Tx } from "../platform/db/index.ts";
import { loadDefinition } from "./definitions.ts";
import { readColleagues, readSources, type SourceRow } from "./queries/colleagues.ts";

type Incoming = Omit<Signal, "id">;

/** What a signal does to colleagues, by their enrollments. */
export type Colleagues = ReadonlyMap<string, StopAction>;

/**
 * One signal reaches this many enrollments of colleagues and no more, the oldest first: it holds their locks until it
 * commits, and a sequence that runs to more people of one employer is not meant for each of them.
 */
const mostReached = 1_000;

/**
 * Whom the sequences' rules reach beyond the person, found before anything is locked, so that all are locked at once in
 * the order of their ids. Almost no sequence has such a rule: then this is one statement, and none for signals that
 * never stop anybody.
 */
export async function findColleagues<S extends Incoming>(tx: Tx, signals: readonly S[]): Promise<Map<S, Colleagues>> {
  const found = new Map<S, Colleagues>();
  const asking = signals.filter((signal) => causeOf(signal) !== null);
  if (asking.length === 0) return found;
  const sources = await readSources(
    tx,
    asking.flatMap(({ enrollmentId }) => enrollmentId ?? []),
    asking.flatMap(({ enrollmentId, contactId }) => (enrollmentId == null ? (contactId ?? []) : [])),
  );
  for (const signal of asking) {
    const { enrollmentId, contactId } = signal;
    const own = sources.filter((row) =>
      enrollmentId == null ? row.contact_id === contactId : row.id === enrollmentId,
    );
    const reached = new Map<string, StopAction>();
    for (const source of own) await reach(tx, signal, source, reached);
    if (reached.size > 0) found.set(signal, reached);
  }
  return found;
}

/** Adds whom the rules of one sequence reach; where two speak of the same person, the stop wins. */
async function reach(tx: Tx, signal: Incoming, source: SourceRow, reached: Map<string, StopAction>): Promise<void> {
  const cause = causeOf(signal);
  if (cause === null) return;
  const { settings } = await loadDefinition(tx, source.sequence_id, source.sequence_version);
  for (const scope of colleagueScopes(settings, cause)) {
    const action = actionAt(settings, cause, scope);
    const domain = source.email_domain ?? "";
    const by = {
      contactId: source.contact_id,
      companyId: scope === "company" ? source.company_id : null,
      domain: scope === "domain" && !isFreeMailDomain(domain) ? domain : null,
    };
    const ids = by.companyId === null && by.domain === null ? [] : await readColleagues(tx, by, mostReached);
    for (const id of ids) if (reached.get(id) !== "stop") reached.set(id, action);
  }
}
