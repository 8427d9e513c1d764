import { asInstant } from "@haste/engine/base";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { CrmPorts, Entry } from "../ports.ts";
import { listSegmentsById, type SegmentRow } from "../queries/segments.ts";
import { holdCompanies, holdContacts, holdEmployers, judgeContacts } from "../queries/watched-contacts.ts";

/**
 * Tells who enters a segment by a change of contacts or companies, for the triggers that wait for it: for everybody whom
 * the change is about it remembers before whether they match, and looks again at the end, in the transaction of the
 * change. So an entry is told of together with what caused it, or neither happens; nothing is kept between changes.
 *
 * Two changes at once that only together make somebody match wait for each other: whoever changes a contact holds its
 * company by share, whoever changes a company holds it alone.
 */
export class EntryWatch {
  readonly #ctx: WorkContext;
  readonly #ports: CrmPorts;
  /** Segments that triggers of their running versions wait for, by contact. */
  readonly #awaited = new Map<string, readonly string[]>();
  readonly #segments = new Map<string, SegmentRow>();
  /** "<contact> <segment>" of who matched before. */
  readonly #inside = new Set<string>();

  constructor(ctx: WorkContext, ports: CrmPorts) {
    this.#ctx = ctx;
    this.#ports = ports;
  }

  /** These contacts are about to be changed. */
  async contactsWillChange(contactIds: readonly string[]): Promise<void> {
    if (contactIds.length === 0) return;
    const awaiting = await this.#ports.ledger.awaitedSegments(this.#ctx, { contactIds });
    if (awaiting.size === 0) return;
    const ids = [...awaiting.keys()];
    await holdContacts(this.#ctx.tx, ids);
    await holdEmployers(this.#ctx.tx, ids);
    await this.#remember(awaiting);
  }

  /** These companies are about to be changed, and with them what is known of their people. */
  async companiesWillChange(companyIds: readonly string[]): Promise<void> {
    if (companyIds.length === 0) return;
    await holdCompanies(this.#ctx.tx, companyIds);
    await this.#remember(await this.#ports.ledger.awaitedSegments(this.#ctx, { companyIds }));
  }

  /** All is changed: whoever matches now and did not before has entered. */
  async tellEntered(): Promise<void> {
    if (this.#awaited.size === 0) return;
    // Somebody may have come into a company that is being changed.
    await holdEmployers(this.#ctx.tx, [...this.#awaited.keys()]);
    const entered: Entry[] = [];
    for (const [contactId, segmentIds] of await this.#matching([...this.#awaited.keys()])) {
      for (const segmentId of segmentIds) {
        if (!this.#inside.has(`${contactId} ${segmentId}`)) entered.push({ contactId, segmentId });
      }
    }
    if (entered.length > 0) await this.#ports.ledger.segmentsEntered(this.#ctx, entered);
  }

  /** Whoever is known already keeps what was true of them first. */
  async #remember(awaiting: ReadonlyMap<string, readonly string[]>): Promise<void> {
    const fresh = [...awaiting.keys()].filter((id) => !this.#awaited.has(id));
    if (fresh.length === 0) return;
    for (const id of fresh) this.#awaited.set(id, awaiting.get(id) ?? []);
    const unread = new Set(fresh.flatMap((id) => this.#awaited.get(id) ?? []));
    for (const id of this.#segments.keys()) unread.delete(id);
    for (const segment of await listSegmentsById(this.#ctx.tx, [...unread])) this.#segments.set(segment.id, segment);
    for (const [contactId, segmentIds] of await this.#matching(fresh)) {
      for (const segmentId of segmentIds) this.#inside.add(`${contactId} ${segmentId}`);
    }
  }

  /** Of the segments each of these contacts is waited for in, those it matches; archived ones hold nobody. */
  async #matching(contactIds: readonly string[]): Promise<Map<string, string[]>> {
    const segments = [...this.#segments.values()].filter(({ archivedAt }) => archivedAt === null);
    if (segments.length === 0) return new Map();
    const conditions = segments.map(({ condition }) => condition);
    const now = asInstant(this.#ctx.now.getTime());
    const judged = await judgeContacts(this.#ctx.tx, { contactIds, conditions, now });
    return new Map(
      judged.map(({ id, matches }) => {
        const awaited = new Set(this.#awaited.get(id));
        return [id, segments.flatMap((segment, at) => (matches[at] && awaited.has(segment.id) ? segment.id : []))];
      }),
    );
  }
}
