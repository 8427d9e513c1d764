import type { Clock } from "../../../platform/clock/index.ts";
import { newIdAt } from "../../../platform/context/index.ts";
import { type Database, inWorkspace, type Tx } from "../../../platform/db/index.ts";
import { personaOf } from "../personas/persona.ts";
import { planActs } from "../personas/plan-acts.ts";
import { insertActs } from "../queries/acts.ts";
import { clockOffsetMs, countCaughtUpTo, findDemoContacts, ownAddresses } from "../queries/mails.ts";
import { type ArrivedMail, type StoredMail, storeMails } from "../store-mails.ts";

/** A mail as one SMTP transaction handed it over. Addresses are in lower case. */
export interface SubmittedMail {
  /** The account that signed in; null for mail from outside, whose recipients are mailboxes of this workspace. */
  readonly account: string | null;
  readonly from: string;
  readonly recipients: readonly string[];
  readonly raw: Buffer;
}

export interface Intake {
  /** Resolves once the mail is stored for good; rejects when it is not. */
  accept(workspaceId: string, mail: SubmittedMail): Promise<void>;
}

export interface IntakeParts {
  readonly db: Database;
  readonly clock: Clock;
  /** Called after each commit that planned acts: the earliest may be due soon. */
  readonly onActsPlanned: (workspaceId: string) => void;
}

/** Most mails of one commit: a group this large takes about 50 ms. */
const largestGroup = 250;
/** The first mails of a sandbox are answered within seconds, so that a newcomer sees everything happen at once. */
const quickMails = 40;

interface Waiting {
  readonly mail: SubmittedMail;
  readonly resolve: () => void;
  readonly reject: (err: unknown) => void;
}

/**
 * Stores mail in group commits, one in flight per workspace and without a timer: what arrived while the last one ran
 * goes next. A lone mail waits for nothing; a flood shares one fsync among many.
 */
export function createIntake(parts: IntakeParts): Intake {
  const waiting = new Map<string, Waiting[]>();

  async function run(workspaceId: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const group = queue.splice(0, largestGroup);
      try {
        await storeGroup(
          parts,
          workspaceId,
          group.map(({ mail }) => mail),
        );
        for (const { resolve } of group) resolve();
      } catch (err) {
        for (const { reject } of group) reject(err);
      }
    }
    waiting.delete(workspaceId);
  }

  return {
    accept(workspaceId, mail) {
      return new Promise((resolve, reject) => {
        const queue = waiting.get(workspaceId);
        const entry = { mail, resolve, reject };
        if (queue !== undefined) {
          queue.push(entry);
          return;
        }
        const fresh = [entry];
        waiting.set(workspaceId, fresh);
        void run(workspaceId, fresh);
      });
    },
  };
}

async function storeGroup(parts: IntakeParts, workspaceId: string, mails: readonly SubmittedMail[]): Promise<void> {
  const machineNow = parts.clock.machineNow();
  const planned = await inWorkspace(parts.db, workspaceId, async (tx) => {
    const now = new Date(machineNow.getTime() + (await clockOffsetMs(tx)));
    const recipients = [...new Set(mails.flatMap((mail) => mail.recipients))];
    const own = new Set(await ownAddresses(tx, recipients));
    const caughtBefore = await countCaughtUpTo(tx, quickMails);
    const arrived = mails.flatMap((mail) => copiesOf(mail, own, now));
    const stored = await storeMails(tx, arrived, machineNow);
    return planPersonas(tx, stored, { now, machineNow, caughtBefore });
  });
  if (planned > 0) parts.onActsPlanned(workspaceId);
}

/** What the sender's Sent folder keeps, what each recipient sees, and what lands in a mailbox of our own. */
function copiesOf(mail: SubmittedMail, own: ReadonlySet<string>, receivedAt: Date): ArrivedMail[] {
  const { account, from: fromEmail, raw } = mail;
  const common = { fromEmail, receivedAt, raw };
  const copies: ArrivedMail[] = [];
  for (const [index, toEmail] of mail.recipients.entries()) {
    if (account !== null) {
      const folder = index === 0 ? "Sent" : null;
      copies.push({ ...common, account, folder, toEmail, isListed: true, flags: ["\\Seen"] });
    }
    if (own.has(toEmail))
      copies.push({ ...common, account: toEmail, folder: "INBOX", toEmail, isListed: false, flags: [] });
  }
  return copies;
}

/** Lets the personas of demo contacts plan what they will do with their mail; returns how many acts were planned. */
async function planPersonas(
  tx: Tx,
  stored: readonly StoredMail[],
  at: { now: Date; machineNow: Date; caughtBefore: number },
): Promise<number> {
  const caught = stored.filter((mail) => mail.isListed);
  const contacts = await findDemoContacts(tx, [...new Set(caught.map((mail) => mail.toEmail))]);
  const personas = new Map(contacts.map((contact) => [contact.email, personaOf(contact)]));
  const acts = caught.flatMap((mail, index) => {
    const persona = personas.get(mail.toEmail);
    if (persona === undefined) return [];
    const isQuick = at.caughtBefore + index < quickMails;
    const letter = { position: mail.references.length, subject: mail.subject, isQuick };
    return planActs(persona, letter, at.now, `${tx.workspaceId} ${mail.messageId ?? mail.id}`).map((act) => ({
      ...act,
      id: newIdAt(at.machineNow),
      mailId: mail.id,
      doneBy: "persona" as const,
    }));
  });
  await insertActs(tx, acts);
  return acts.length;
}
