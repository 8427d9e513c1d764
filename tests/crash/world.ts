import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asInstant } from "@haste/engine/base";
import { createWorkspace } from "../../server/src/catalog/identity/create-workspace.ts";
import { createAccount } from "../../server/src/catalog/sending-accounts/create-account.ts";
import { activateSequence, createSequence } from "../../server/src/catalog/sequences/index.ts";
import { enrollContacts } from "../../server/src/flow/enroll/index.ts";
import { stopContact } from "../../server/src/ledger/index.ts";
import { systemClock } from "../../server/src/platform/clock/index.ts";
import {
  loadWorkspace,
  makeContext,
  newIdAt,
  systemActor,
  type WorkContext,
} from "../../server/src/platform/context/index.ts";
import { inWorkspace } from "../../server/src/platform/db/index.ts";
import { ledgerPorts } from "../../server/src/wiring/ledger-ports.ts";
import type { Admission, Owed } from "./check.ts";
import { openSendingGround } from "./ground.ts";

/** Accounts and sequences of a world: what is sent through them goes to one sink. */
export interface WorldOptions {
  readonly databaseUrl: string;
  readonly sinkPort: number;
  readonly accounts: number;
  /** The text of every step. */
  readonly html?: string;
  /** After how many days a second step follows (0). A later one is not owed within a run, but its people stay active. */
  readonly followUpDays?: number;
}

/**
 * A live workspace whose mail goes to the sink: one sequence of one step and one of two, any hour, no delay, no gap.
 * Made through the product's own use cases; people come in while it runs.
 */
export async function createWorld(options: WorldOptions) {
  const { databaseUrl, sinkPort, accounts, html = shortText, followUpDays = 0 } = options;
  const folder = mkdtempSync(join(tmpdir(), "haste-crash-"));
  const keyFile = join(folder, "master.key");
  const ground = openSendingGround(databaseUrl, keyFile);
  const { database, master } = ground;
  const machineNow = () => systemClock.machineNow();
  const { workspaceId } = await createWorkspace(
    { db: database, master, machineNow: machineNow() },
    {
      name: "Crash",
      mode: "live",
      postalAddress: "1 Crash Street, 1000 Testville",
      owner: { email: `ada-${newIdAt(machineNow())}@crash.example`, name: "Ada" },
    },
  );

  function act<T>(work: (ctx: WorkContext) => Promise<T>): Promise<T> {
    const now = machineNow();
    return inWorkspace(database, workspaceId, async (tx) => {
      const workspace = await loadWorkspace(tx);
      if (workspace === null) throw new Error(`no workspace ${workspaceId}`);
      const actor = systemActor("crash run");
      const around = { requestId: newIdAt(now), log: ground.log, afterCommit: () => {} };
      return work(makeContext({ tx, workspace, machineNow: now, actor, ...around }));
    });
  }

  const accountPorts = { keyRing: ground.keyRing, policy: ground.policy, accountChanged: ledgerPorts.accountChanged };
  for (let n = 0; n < accounts; n += 1) {
    await act((ctx) =>
      createAccount(ctx, accountPorts, {
        email: `sender${n}@crash.example`,
        dailyLimit: 1_000_000,
        pacing: { minGap: { value: 0, unit: "seconds" }, jitter: 0, ramp: null },
        smtp: { host: "127.0.0.1", port: sinkPort, tls: "none" },
      }),
    );
  }
  const publish = { ledger: ledgerPorts.sequences, publicUrl: () => "http://127.0.0.1:8080" };
  const sequences: string[] = [];
  for (const steps of [1, 2]) {
    const { sequence } = await act((ctx) => createSequence(ctx, publish, sequenceOf(steps, html, followUpDays)));
    await act((ctx) => activateSequence(ctx, publish, { id: sequence.id, override: overrides }));
    sequences.push(sequence.id);
  }

  const owed: Owed[] = [];
  const contacts = new Map<string, string>();
  return {
    workspaceId,
    databaseUrl,
    keyFile,
    database,
    owed,

    /**
     * Enrolls this many people more, in turn into the sequences of so many steps; about one in twelve behaves badly at
     * the sink.
     */
    async enroll(
      count: number,
      manners: readonly string[] = someManners,
      lengths: readonly number[] = [1, 2],
    ): Promise<void> {
      const people = Array.from({ length: count }, (_, n) => {
        const manner =
          n % 12 === 11 ? (manners[Math.floor((owed.length + n) / 12) % manners.length] ?? "good") : "good";
        return {
          id: newIdAt(machineNow()),
          email: `${manner}-${owed.length + n}@people.example`,
          steps: lengths[n % lengths.length] ?? 1,
        };
      });
      await act((ctx) =>
        ctx.tx.rows(
          `insert into contacts (workspace_id, id, email, email_key, first_name)
           select $1, x.id, x.email, x.email, 'Grace' from unnest($2::uuid[], $3::text[]) x(id, email)`,
          [workspaceId, people.map((one) => one.id), people.map((one) => one.email)],
        ),
      );
      for (const steps of lengths) {
        const chosen = people.filter((one) => one.steps === steps);
        const { enrolled } = await act((ctx) =>
          enrollContacts(ctx, {
            sequenceId: sequences[steps - 1] ?? "",
            contactIds: chosen.map((one) => one.id),
            context: {},
            sendingAccountId: null,
            override: [],
          }),
        );
        if (enrolled.size !== chosen.length) throw new Error(`enrolled ${enrolled.size} of ${chosen.length} people`);
      }
      for (const { id, email, steps } of people) {
        owed.push({ recipient: email, steps: followUpDays > 0 ? 1 : steps });
        contacts.set(email, id);
      }
    },

    /** A reply, as far as the ledger sees one: the person's sequences stop in this transaction. */
    stop(recipient: string): Promise<void> {
      return act((ctx) => {
        const now = asInstant(ctx.now.getTime());
        const moment = { now, machineNow: asInstant(ctx.machineNow.getTime()), newId: () => ctx.newId() };
        return stopContact(ctx.tx, contacts.get(recipient) ?? "", "replied", moment);
      });
    },

    /** What the product admits about sends that it does not call sent. */
    admissions(): Promise<Admission[]> {
      return act((ctx) =>
        ctx.tx.rows<Admission>(
          `select e.to_email as recipient, s.order_index + 1 as step,
             case e.status when 'uncertain' then 'uncertain' when 'held' then 'held' when 'scheduled' then 'deferred'
               else 'refused' end as state
           from email_activities e join sequence_steps s on s.workspace_id = e.workspace_id and s.id = e.step_id
           where e.workspace_id = $1 and (e.status in ('uncertain', 'held', 'bounced', 'failed')
             or e.status = 'scheduled' and e.due_at > $2 and e.attempt > 0)`,
          [workspaceId, ctx.now],
        ),
      );
    },

    /** What still moves: 0 means that nothing is due, claimed or under way. */
    async unfinished(): Promise<number> {
      const rows = await act((ctx) =>
        ctx.tx.rows<{ n: number }>(
          `select (select count(*) from sequence_enrollments where workspace_id = $1 and due_at <= $2)
             + (select count(*) from email_activities where workspace_id = $1
                and (status = 'sending' or status = 'scheduled' and (due_at is null or due_at <= $2)))
             + (select count(*) from claims where workspace_id = $1) as n`,
          [workspaceId, ctx.now],
        ),
      );
      return Number(rows[0]?.n);
    },

    async close(): Promise<void> {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type World = Awaited<ReturnType<typeof createWorld>>;

const someManners = ["silent", "cut", "later", "never"];
const shortText = '<p>Hi {{ contact.firstName }}, <a href="https://example.com/a">read this</a>.</p>';
const overrides = ["no-postal-address", "no-unsubscribe", "insecure-public-url", "domain-not-ready"];
const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

function sequenceOf(steps: number, htmlContent: string, followUpDays: number) {
  return {
    name: `Of ${steps}`,
    settings: { timezone: "UTC", sendingDays: [...days], sendingHours: { start: "00:00", end: "24:00" } },
    steps: Array.from({ length: steps }, (_, n) => ({
      delay: { value: n === 0 ? 0 : followUpDays, unit: "days" } as const,
      content: {
        subject: `Step ${n + 1} of ${steps}`,
        htmlContent,
      },
    })),
  };
}
