import { asInstant } from "@haste/engine/base";
import { settledBy } from "@haste/engine/send";
import {
  findWitness,
  type Moment,
  momentIn,
  type NewSignal,
  record,
  takeLookUps,
  type UncertainEmail,
} from "../../ledger/index.ts";
import { type Database, inWorkspace, type Tx } from "../../platform/db/index.ts";
import type { Log } from "../../platform/log/index.ts";
import type { Finding } from "./providers/index.ts";

/** Where copies of what an account sent can be looked for. */
export interface SentMails {
  /** Whether it keeps a copy of all it sends by its nature; else another mail of the time has to prove it. */
  readonly keepsAll: boolean;
  /** Findings in the order of the Message-IDs; never rejects. */
  find(messageIds: readonly string[]): Promise<readonly Finding[]>;
}

export interface LookUpParts {
  readonly database: Database;
  readonly log: Log;
  readonly machineNow: () => Date;
  /** null: this account has no place where one could look. */
  readonly openSent: (tx: Tx, accountId: string) => Promise<SentMails | null>;
  /** Something of this workspace was recorded. */
  readonly onCommitted: (workspaceId: string) => void;
}

export interface LookUps {
  /** Looks for what is due of one account; answers how many emails that settled. */
  run(workspaceId: string, accountId: string): Promise<number>;
}

interface Lost {
  readonly emails: readonly UncertainEmail[];
  readonly moment: Moment;
}

/** A witness is a mail that had this long to arrive in the folder. */
const witnessAgeMs = 60_000;

/** Settles emails whose server never answered by looking for their copies. Nothing is held while it looks. */
export function createLookUps({ database, log, machineNow, openSent, onCommitted }: LookUpParts): LookUps {
  function take(workspaceId: string, accountId: string) {
    return inWorkspace(database, workspaceId, (tx) => takeLookUps(tx, accountId, machineNow()));
  }

  /** Apart from taking them: an account that cannot be opened waits for its next look like the others. */
  async function open(workspaceId: string, accountId: string, { emails, moment }: Lost) {
    return inWorkspace(database, workspaceId, async (tx) => {
      const sent = await openSent(tx, accountId);
      if (sent === null || sent.keepsAll) return { sent, witness: null };
      const to = new Date(moment.now - witnessAgeMs);
      return { sent, witness: await findWitness(tx, accountId, { from: lastOf(emails), to }) };
    });
  }

  return {
    async run(workspaceId, accountId) {
      const lost = await take(workspaceId, accountId);
      if (lost === null) return 0;
      const { emails, moment } = lost;
      const { sent, witness } = await open(workspaceId, accountId, lost);
      if (sent === null) return 0;
      const names = emails.map((email) => email.message_id);
      const findings = await sent.find(witness === null ? names : [...names, witness]);
      const keepsAll = sent.keepsAll || (witness !== null && findings.at(names.length)?.kind === "found");
      const signals = emails.flatMap((email, at) => signalOf(email, findings[at], { moment, keepsAll }));
      log.info(
        { workspaceId, accountId, looked: emails.length, settled: signals.length },
        "uncertain emails were looked for",
      );
      if (signals.length === 0) return 0;
      const { taken } = await inWorkspace(database, workspaceId, async (tx) =>
        record(tx, signals, await momentIn(tx, machineNow())),
      );
      onCommitted(workspaceId);
      return taken;
    },
  };
}

function lastOf(emails: readonly UncertainEmail[]): Date {
  return new Date(Math.max(...emails.map(({ since }) => since.getTime())));
}

function signalOf(
  email: UncertainEmail,
  finding: Finding | undefined,
  { moment, keepsAll }: { moment: Moment; keepsAll: boolean },
): NewSignal[] {
  const since = asInstant(email.since.getTime());
  const kind = settledBy(finding?.kind ?? "unknown", { since, now: moment.now, keepsAll });
  if (kind === null) return [];
  return [
    {
      kind,
      actor: "machine",
      // It left when its server fell silent; what follows it is counted from there.
      occurredAt: kind === "sent" ? since : moment.now,
      emailId: email.id,
      contactId: email.contact_id,
      enrollmentId: email.enrollment_id,
      link: null,
      meta: { reason: kind === "sent" ? "found among the sent mails" : "not among the sent mails" },
      key: null,
    },
  ];
}
