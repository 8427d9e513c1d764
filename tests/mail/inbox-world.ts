import { createSecretKey, randomBytes, randomInt, randomUUID } from "node:crypto";
import { asInstant, uuidv7 } from "@haste/engine/base";
import { type Definition, openToAll } from "@haste/engine/sequence";
import { publicLinksOf } from "../../server/src/flow/render/links.ts";
import type { InboxParts } from "../../server/src/flow/track/inbox/ports.ts";
import {
  createInboxSync,
  type InboxAccount,
  type InboxSync,
  type MailboxWay,
} from "../../server/src/flow/track/index.ts";
import { manualClock } from "../../server/src/platform/clock/index.ts";
import {
  createKeyRing,
  makeDataKey,
  makeSigningKey,
  openSigningKeys,
  type SigningKeys,
  type WrappedKey,
} from "../../server/src/platform/crypto/index.ts";
import { type Database, inWorkspace, type Tx } from "../../server/src/platform/db/index.ts";
import { seedWorkspace, testLog } from "../support/database.ts";
import { type CuttableRoad, openRoad } from "./cuttable-road.ts";

/** A mailbox on some server, as its owner and the world outside see it. */
export interface Mailbox {
  /** Read anew at every connection: a mailbox may move. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly pass: string;
  /** Puts mail into INBOX, unread. */
  deliver(raw: Buffer): Promise<void>;
  /** Another mail program of the owner marks these mails of INBOX as important; counted from 1, oldest first. */
  markImportant(sequence: readonly number[]): Promise<void>;
  /** The flags of every mail in INBOX. */
  flags(): Promise<string[][]>;
  /** Gives INBOX another UIDVALIDITY and its mails other UIDs, as a restored server does. */
  renumber(): Promise<void>;
  close(): Promise<void>;
}

/** How the product reads such a mailbox, and how its questions are known on the road. */
export interface Reading {
  wayTo(mailbox: Mailbox, road: CuttableRoad, secret: string): MailboxWay;
  /** What the owner is told when the secret is refused. */
  readonly refusal: string;
  readonly asksWhatCame: RegExp;
  readonly asksForFirst: RegExp;
}

export const byImap: Reading = {
  wayTo: ({ user }, road, secret) => ({
    kind: "imap",
    findServer: async () => {
      const { port } = road;
      return { host: "127.0.0.1", port, servername: null, tls: "none", username: user, password: secret };
    },
  }),
  refusal: "The mailbox refused the user name or password.",
  asksWhatCame: /UID FETCH [^\r]*HEADER/i,
  asksForFirst: /UID FETCH 1 \([^)]*BODY(?:\.PEEK)?\[\]/i,
};

/** Somebody in the middle of a sequence of two emails: the first was sent, the second waits. */
export interface Person {
  readonly address: string;
  readonly contactId: string;
  readonly enrollmentId: string;
  readonly sentId: string;
  readonly waitingId: string;
  /** Message-ID of the first email. */
  readonly messageId: string;
}

export interface PersonState {
  readonly status: string;
  readonly stop_reason: string | null;
  readonly pause_reason: string | null;
  readonly resume_at: Date | null;
  readonly replied_at: Date | null;
  readonly waiting_status: string;
  readonly sent_status: string;
  readonly suppressed: string | null;
}

export interface InboundMailRow {
  readonly class: string;
  readonly email_id: string | null;
  readonly contact_id: string | null;
  readonly from_email: string | null;
  readonly transaction: string;
}

export const now = new Date("2026-11-24T09:00:00Z");
export const sender = "amina@haste.example";
const dayMs = 86_400_000;

interface Reached {
  readonly mailbox: Mailbox;
  readonly road: CuttableRoad;
  readonly reading: Reading;
}

/** One workspace whose one sending account has this mailbox, and the part of the product that reads it. */
export class InboxWorld {
  readonly workspaceId: string;
  readonly accountId = randomUUID();
  readonly sequenceId = randomUUID();
  readonly stepIds = [randomUUID(), randomUUID()] as const;
  readonly mailbox: Mailbox;
  readonly road: CuttableRoad;
  readonly reading: Reading;
  readonly parts: InboxParts;
  readonly inbox: InboxSync;
  /** Calls of `onCommitted`. */
  committed = 0;
  /** The accounts whose inboxes are to be read, as the product would list them. */
  accounts: InboxAccount[];
  /** Why accounts were given up, in order. */
  readonly refused: string[] = [];
  readonly #db: Database;
  readonly #clock = manualClock(now);
  readonly #keys: SigningKeys;
  #onCommitted: () => void = () => {};
  #onRefused: () => void = () => {};
  #people = 0;

  private constructor(
    db: Database,
    workspaceId: string,
    { mailbox, road, reading, changes }: Reached & { readonly changes: Partial<InboxParts> },
  ) {
    this.#db = db;
    this.reading = reading;
    this.workspaceId = workspaceId;
    this.mailbox = mailbox;
    this.road = road;
    const master = { id: randomUUID(), key: createSecretKey(randomBytes(32)) };
    const dataKeys: WrappedKey[] = [makeDataKey(master, workspaceId, randomUUID())];
    this.#keys = openSigningKeys(master, [makeSigningKey(master, 1)]);
    this.accounts = [this.account()];
    this.parts = {
      database: db,
      log: testLog.child({}, { level: "error" }),
      clock: this.#clock,
      keyRing: createKeyRing(master, async () => dataKeys),
      signingKeys: this.#keys,
      holder: randomInt(2 ** 47),
      loadInboxAccounts: async () => this.accounts,
      onCommitted: () => {
        this.committed += 1;
        this.#onCommitted();
      },
      accountFailed: async (_workspaceId, _accountId, reason) => {
        this.refused.push(reason);
        this.#onRefused();
      },
      reconnectMs: () => 2,
      pollMs: 20,
      ...changes,
    };
    this.inbox = createInboxSync(this.parts);
  }

  /** The account with its mailbox, unless told otherwise. */
  account(version = 1, password = this.mailbox.pass): InboxAccount {
    const { workspaceId, accountId, mailbox, road, reading } = this;
    return {
      workspaceId,
      accountId,
      email: sender,
      version,
      isOutside: true,
      way: reading.wayTo(mailbox, road, password),
    };
  }

  /** What its provider knows of the mailbox is asked when it is connected. */
  async connectAnew(): Promise<void> {
    this.accounts = this.accounts.map(({ version }) => this.account(version + 1));
    await this.inbox.refresh();
  }

  static async open(
    db: Database,
    mailbox: Mailbox,
    { reading = byImap, changes = {} }: { readonly reading?: Reading; readonly changes?: Partial<InboxParts> } = {},
  ): Promise<InboxWorld> {
    const workspaceId = await seedWorkspace(db);
    const road = await openRoad(() => mailbox);
    const world = new InboxWorld(db, workspaceId, { mailbox, road, reading, changes });
    await world.#seed();
    await world.inbox.refresh();
    return world;
  }

  async close(): Promise<void> {
    await this.inbox.stop();
    await this.road.close();
    await this.mailbox.close();
  }

  in<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return inWorkspace(this.#db, this.workspaceId, work);
  }

  /** Reads the mailbox to its end. */
  sync(): Promise<number> {
    return this.inbox.syncNow(this.workspaceId, this.accountId);
  }

  /** Resolves at the next commit that a mail caused. */
  nextCommit(): Promise<void> {
    return new Promise((resolve) => {
      this.#onCommitted = resolve;
    });
  }

  /** Resolves when the mailbox refuses the password. */
  nextRefusal(): Promise<void> {
    return new Promise((resolve) => {
      this.#onRefused = resolve;
    });
  }

  /** The signed link below this person's email. */
  unsubscribeUrlOf(person: Person): string {
    const ref = { workspaceId: this.workspaceId, emailId: person.sentId };
    return publicLinksOf(this.#keys, "https://go.example", ref).unsubscribeUrl;
  }

  /** @param sentDaysAgo when the first email left */
  async addPerson(sentDaysAgo = 1): Promise<Person> {
    this.#people += 1;
    const address = `reader${this.#people}@reader.example`;
    const [contactId, enrollmentId] = [randomUUID(), randomUUID()];
    const [sentId, waitingId] = [idNow(), idNow()];
    const sentAt = new Date(now.getTime() - sentDaysAgo * dayMs);
    await this.in(async (tx) => {
      const w = this.workspaceId;
      await tx.rows("insert into contacts (workspace_id, id, email, email_key) values ($1, $2, $3, $3)", [
        w,
        contactId,
        address,
      ]);
      await tx.rows(
        `insert into sequence_enrollments (workspace_id, id, sequence_id, contact_id, current_step, current_step_id,
           sequence_version, sending_account_id, step_due_at)
         values ($1, $2, $3, $4, 1, $5, 1, $6, $7)`,
        [w, enrollmentId, this.sequenceId, contactId, this.stepIds[1], this.accountId, now],
      );
      for (const [index, id] of [sentId, waitingId].entries()) {
        await tx.rows(
          `insert into email_activities (workspace_id, id, enrollment_id, sequence_id, sequence_version, step_id,
             contact_id, sending_account_id, message_id, to_email, status, sent_at, send_at, due_at)
           values ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, $11, $12, $12)`,
          [
            ...[w, id, enrollmentId, this.sequenceId, this.stepIds[index], contactId, this.accountId],
            ...[`<${id}@haste.example>`, address, index === 0 ? "sent" : "scheduled"],
            ...(index === 0 ? [sentAt, null] : [null, new Date(now.getTime() + dayMs)]),
          ],
        );
      }
    });
    return { address, contactId, enrollmentId, sentId, waitingId, messageId: `<${sentId}@haste.example>` };
  }

  async stateOf(person: Person): Promise<PersonState> {
    const [state] = await this.in((tx) =>
      tx.rows<PersonState>(
        `select n.status, n.stop_reason, n.pause_reason, n.resume_at, n.replied_at,
           w.status as waiting_status, s.status as sent_status,
           (select reason from suppressions p where p.workspace_id = $1 and p.email_key = $3) as suppressed
         from sequence_enrollments n
         join email_activities s on s.workspace_id = $1 and s.id = $4
         join email_activities w on w.workspace_id = $1 and w.id = $5
         where n.workspace_id = $1 and n.id = $2`,
        [this.workspaceId, person.enrollmentId, person.address, person.sentId, person.waitingId],
      ),
    );
    if (state === undefined) throw new Error("There is no such person.");
    return state;
  }

  /** What was taken in. */
  inbound(): Promise<InboundMailRow[]> {
    return this.in((tx) =>
      tx.rows<InboundMailRow>(
        `select class, email_id, contact_id, from_email, xmin::text as transaction
         from inbound_mails where workspace_id = $1 order by id`,
        [this.workspaceId],
      ),
    );
  }

  /** How many signals there are, by kind. */
  async signals(): Promise<number> {
    const rows = await this.in((tx) =>
      tx.rows<{ count: number }>("select count(*)::int as count from signals where workspace_id = $1", [
        this.workspaceId,
      ]),
    );
    return rows[0]?.count ?? 0;
  }

  async #seed(): Promise<void> {
    await this.in(async (tx) => {
      const w = this.workspaceId;
      await tx.rows(
        "insert into sending_accounts (workspace_id, id, provider, email, display_name) values ($1, $2, 'smtp', $3, 'Amina')",
        [w, this.accountId, sender],
      );
      await tx.rows(
        "insert into email_sequences (workspace_id, id, name, status) values ($1, $2, 'Founders', 'active')",
        [w, this.sequenceId],
      );
      await tx.rows(
        "insert into sequence_versions (workspace_id, sequence_id, version, definition, published_at) values ($1, $2, 1, $3, $4)",
        [w, this.sequenceId, JSON.stringify(this.#definition()), now],
      );
    });
  }

  #definition(): Definition {
    return {
      sequenceId: this.sequenceId,
      version: 1,
      name: "Founders",
      settings: {
        timezone: "UTC",
        timezoneMode: "sequence",
        windows: [{ days: ["mon", "tue", "wed", "thu", "fri"], start: "09:00", end: "17:00" }],
        replyHandling: "stop",
        bounceHandling: "stop",
        ...openToAll,
        tracking: { opens: true, clicks: true },
      },
      steps: this.stepIds.map((id, order) => ({
        id,
        kind: "email",
        parentId: null,
        conditions: [],
        order,
        delay: { value: order, unit: "days" },
        content: { subject: "Hello", htmlContent: "<p>Hello</p>", textContent: null },
        tracking: null,
        templateId: null,
      })),
    };
  }
}

function idNow(): string {
  return uuidv7(asInstant(now.getTime()), randomBytes(10));
}
