import { randomFillSync } from "node:crypto";
import type { Permission, Role } from "@haste/contract/endpoint";
import { asInstant, uuidv7 } from "@haste/engine/base";
import { workspaceTime } from "../clock/index.ts";
import type { Tx } from "../db/index.ts";
import type { Log } from "../log/index.ts";

/** The tenant a piece of work belongs to, as its row says. */
export interface Workspace {
  readonly id: string;
  readonly mode: "sandbox" | "live";
  readonly name: string;
  readonly timezone: string;
  /** Workspace time minus machine time; 0 in live workspaces. */
  readonly clockOffsetMs: number;
  /** 1, 60 or 1000 times real time. */
  readonly clockRate: number;
}

/** Who acts: a person, an API key, or the product itself (`id` null). */
export interface Actor {
  readonly kind: "user" | "api-key" | "system";
  readonly id: string | null;
  readonly name: string;
  readonly role: Role;
  readonly permissions: ReadonlySet<Permission>;
}

/** What is done to what, as the audit log will tell it. */
export interface AuditNote {
  readonly id: string;
  readonly at: Date;
  /** `<noun>.<past participle>`, such as `contact.created`. */
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string | null };
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * What every use case gets as its first argument: for whom it works, who asked, the time, and the open transaction.
 * A request, a job's batch and a command make one each; nothing else in the server opens transactions for use cases.
 */
export interface WorkContext {
  readonly workspace: Workspace;
  readonly actor: Actor;
  /** Workspace time: delays, windows, signals, everything a customer calls "when". */
  readonly now: Date;
  /** Machine time: leases, sessions, keys, jobs. */
  readonly machineNow: Date;
  /** Of the request or job that caused this; the same in the log and in problem bodies. */
  readonly requestId: string;
  readonly log: Log;
  readonly tx: Tx;
  /** In a request: its notes wait here for what the request changed, and are written at its end; absent: at once. */
  readonly auditTrail?: AuditNote[];
  /** A fresh UUIDv7 of machine time: ids sort by the order rows were made, also when the sandbox clock runs ahead. */
  newId(): string;
  /** Runs after the commit and never after a rollback; for pokes and caches. A throw is logged, the work stays done. */
  afterCommit(fn: () => void): void;
}

/** What is needed to make a context; the wiring of tests and seeds uses it as the server does. */
export interface ContextParts {
  readonly workspace: Workspace;
  readonly actor: Actor;
  readonly machineNow: Date;
  readonly requestId: string;
  readonly log: Log;
  readonly tx: Tx;
  /** Collects what must run after the commit; the maker of the context runs them. */
  readonly afterCommit: (fn: () => void) => void;
  readonly auditTrail?: AuditNote[];
}

/** Randomness of the system, fetched for 400 ids at once: asked for ten bytes, it takes as long. */
const bytesOfId = 10;
const drawn = new Uint8Array(400 * bytesOfId);
let used = drawn.length;

/** The millisecond of the id made last, and its random bytes. */
let lastMs = -1;
const last = new Uint8Array(bytesOfId);

/**
 * A UUIDv7 of this machine instant and the system's randomness. Those of one millisecond ascend as they are made (RFC
 * 9562, 6.2, method 2): whoever is enrolled first is planned first, in a simulation as in truth.
 */
export function newIdAt(machineNow: Date): string {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += bytesOfId;
  const fresh = drawn.subarray(used - bytesOfId, used);
  const ms = machineNow.getTime();
  if (ms === lastMs) growBy(fresh);
  else {
    last.set(fresh);
    // Room to grow: half of the numbers that fit.
    last[counterAt] = (last[counterAt] as number) & 0x7f;
    lastMs = ms;
  }
  return uuidv7(asInstant(ms), last);
}

/** The last seven bytes are wholly part of the id, and count on by up to 2^24 for each one of a millisecond. */
const counterAt = 3;
const grownBytes = 3;

function growBy(random: Uint8Array): void {
  let carry = 1;
  for (let at = bytesOfId - 1; at >= counterAt; at -= 1) {
    const by = at >= bytesOfId - grownBytes ? (random[at] as number) : 0;
    const sum = (last[at] as number) + by + carry;
    last[at] = sum & 0xff;
    carry = sum >> 8;
  }
}

export function makeContext(parts: ContextParts): WorkContext {
  return {
    ...parts,
    now: workspaceTime(parts.machineNow, parts.workspace),
    newId: () => newIdAt(parts.machineNow),
  };
}
