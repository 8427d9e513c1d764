import { setImmediate } from "node:timers/promises";
import { type AuditEntry, type ChainEnd, type ChainFaultCode, checkLink, emptyChain } from "@haste/engine/audit";
import { commitTo } from "../../platform/audit/index.ts";
import { asSweep, type Database, inWorkspace, type Tx } from "../../platform/db/index.ts";
import { sealOfChain, sha256 } from "./chain-rows.ts";
import { listErased, listSeals, listUnchained, listWorkspaceIds, type WalkedLink, walkLinks } from "./queries.ts";

/**
 * As many as fit between two processes: the database goes on while these are hashed, and waits no longer for more than that to be
 * read. 1,000,000 rows take 7.9 s; 10.2 s by 10,000.
 */
const rowsPerBatch = 500;
const mostFaults = 100;

/**
 * Beside the chain's own faults:
 * - `seal_broken`: the chain up to here is not the one the product sealed; it was rewritten as a whole.
 * - `end_missing`: a sealed end of the chain is gone.
 * - `detail_changed`, `detail_missing`: of a row that itself is untouched; erased details are no fault.
 * - `row_unchained`: a row the product did not write, or whose place was taken away.
 */
type LogFaultCode =
  | ChainFaultCode
  | "seal_broken"
  | "end_missing"
  | "detail_changed"
  | "detail_missing"
  | "row_unchained";

export interface LogFault {
  readonly code: LogFaultCode;
  readonly seq: number | null;
  readonly entryId: string | null;
}

export interface LogReport {
  readonly workspaceId: string;
  /** Rows in the chain, and those too young to have a place. */
  readonly rows: number;
  readonly waiting: number;
  /** Rows whose details went with a person. */
  readonly erased: number;
  /** What to note down elsewhere: whoever has it knows later that nothing before it was cut off or rewritten. */
  readonly head: string;
  /** The first hundred. */
  readonly faults: readonly LogFault[];
}

/** Checks the logs of all workspaces of a database. */
export async function verifyLogs(database: Database, sealKey: Buffer): Promise<LogReport[]> {
  const reports: LogReport[] = [];
  for (const id of await asSweep(database, listWorkspaceIds)) reports.push(await verifyLog(database, id, sealKey));
  return reports;
}

/** One snapshot of one workspace's log, from its first row to its last. */
export function verifyLog(database: Database, workspaceId: string, sealKey: Buffer): Promise<LogReport> {
  return inWorkspace(database, workspaceId, (tx) => new Verification(tx, sealKey).run(), {
    isolation: "repeatable read",
    readOnly: true,
  });
}

class Verification {
  readonly #tx: Tx;
  readonly #sealKey: Buffer;
  readonly #faults: LogFault[] = [];
  #end: ChainEnd = emptyChain;
  #rows = 0;
  #erased = 0;

  constructor(tx: Tx, sealKey: Buffer) {
    this.#tx = tx;
    this.#sealKey = sealKey;
  }

  async run(): Promise<LogReport> {
    const seals = new Map((await listSeals(this.#tx)).map(({ seq, mac }) => [seq, mac]));
    const erased = new Set(await listErased(this.#tx));
    for await (const batch of this.#walk()) {
      for (const row of batch) this.#check(row, erased, seals.get(row.seq));
    }
    const last = Math.max(0, ...seals.keys());
    if (last > this.#end.seq) this.#find("end_missing", last, null);
    const { ids, waiting } = await listUnchained(this.#tx, mostFaults);
    for (const id of ids) this.#find("row_unchained", null, id);
    const { workspaceId } = this.#tx;
    const faults = this.#faults.slice(0, mostFaults);
    return { workspaceId, rows: this.#rows, waiting, erased: this.#erased, head: this.#end.head, faults };
  }

  /** The database reads the next rows while these are hashed. */
  async *#walk(): AsyncGenerator<WalkedLink[]> {
    for (let next: Promise<WalkedLink[]> | null = walkLinks(this.#tx, 0, rowsPerBatch); next !== null; ) {
      const batch: WalkedLink[] = await next;
      const last = batch.at(-1);
      next = batch.length < rowsPerBatch || last === undefined ? null : walkLinks(this.#tx, last.seq, rowsPerBatch);
      // What is asked for leaves this process with its next turn, and hashing a batch is one long turn.
      await setImmediate();
      yield batch;
    }
  }

  #check(row: WalkedLink, erased: ReadonlySet<string>, mac: Buffer | undefined): void {
    this.#rows += 1;
    const entry = row.id === null ? null : (row as AuditEntry);
    const { end, faults } = checkLink(this.#end, { link: row, entry }, sha256);
    this.#end = end;
    this.#faults.push(...faults);
    if (mac !== undefined && !sealOfChain(this.#sealKey, this.#tx.workspaceId, end).equals(mac)) {
      this.#find("seal_broken", row.seq, row.entryId);
    }
    if (entry !== null) this.#checkDetail(row, erased);
  }

  #checkDetail({ seq, entryId, salt, detail, commitment }: WalkedLink, erased: ReadonlySet<string>): void {
    if (salt === null || detail === null) {
      if (erased.has(entryId)) this.#erased += 1;
      else this.#find("detail_missing", seq, entryId);
    } else if (commitTo(salt, detail).toString("hex") !== commitment) this.#find("detail_changed", seq, entryId);
  }

  #find(code: LogFaultCode, seq: number | null, entryId: string | null): void {
    this.#faults.push({ code, seq, entryId });
  }
}
