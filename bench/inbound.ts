/**
 * Mail that comes back, through the product's whole way of it: a real IMAP client at mailboxes in another process, fetched,
 * taken apart, understood, and recorded with all that follows in one transaction a mail; from one mailbox, and from three
 * that are read beside each other. Goals: 200 mails a second on two cores, and a sequence stopped within 5 s of its
 * reply's arrival, heard through IDLE.
 */
import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { epochDayOf } from "@haste/engine/base";
import { readInbound } from "@haste/engine/track";
import { parseMail } from "../server/src/flow/track/inbox/parse-mail.ts";
import { analyze, type Database, migrate, openDatabase, startEmbedded } from "../server/src/platform/db/index.ts";
import { createLog } from "../server/src/platform/log/index.ts";
import { InboxWorld, type Person } from "../tests/mail/inbox-world.ts";
import { answerOf, mixedMails } from "./support/arriving-mails.ts";
import { ownCpuUs, treeCpuUs } from "./support/cpu.ts";
import { median, printFigures } from "./support/numbers.ts";
import { type Program, startProgram } from "./support/program.ts";

const rounds = 3;
const perRound = 1_000;
const replies = 60;
const crowd = 200;

const addresses = ["amina@haste.example", "bela@haste.example", "chen@haste.example"] as const;
const [first] = addresses;
type Address = (typeof addresses)[number];

interface MailboxesAt {
  readonly port: number;
  readonly pass: string;
}

/** The mailboxes, and a workspace whose accounts have them. */
interface Ground {
  readonly world: InboxWorld;
  readonly mailboxes: Program<MailboxesAt>;
  readonly accountIds: Readonly<Record<Address, string>>;
  readonly postmaster: number;
  readonly database: Database;
}

interface Round {
  readonly perSecond: number;
  readonly nodeUs: number;
  readonly postgresUs: number;
}

/** Resolves with the instant at which all of them lay in the mailbox. */
async function deliver({ mailboxes }: Ground, user: Address, mails: readonly Buffer[]): Promise<number> {
  mailboxes.say(JSON.stringify({ user, mails: mails.map((mail) => mail.toString("base64")) }));
  return (await mailboxes.next<{ at: number }>()).at;
}

async function addPeople({ world }: Ground, count: number): Promise<Person[]> {
  const people: Person[] = [];
  for (let n = 0; n < count; n += 1) people.push(await world.addPerson());
  return people;
}

/**
 * Reads these mailboxes from now on, and no others. Straight to the mailbox: the road
 * through which tests cut connections would count as ours.
 */
function readFrom({ world, mailboxes, accountIds }: Ground, users: readonly Address[]): Promise<void> {
  const { port, pass: password } = mailboxes.ready;
  world.accounts = users.map((username) => {
    const server = { host: "127.0.0.1", servername: null, port, tls: "none", username, password } as const;
    const way = { kind: "imap", findServer: async () => server } as const;
    return { ...world.account(), accountId: accountIds[username], email: username, way };
  });
  return world.inbox.refresh();
}

/** Everything arrives while nobody reads; measured from signing in to the last commit. */
async function oneRound(ground: Ground, users: readonly Address[], count: number): Promise<Round> {
  const { world, postmaster, accountIds } = ground;
  await readFrom(ground, []);
  const people = await addPeople(ground, count);
  const mails = mixedMails(people);
  for (const [place, user] of users.entries()) {
    await deliver(
      ground,
      user,
      mails.filter((_, each) => each % users.length === place),
    );
  }
  const [cpu, postgres, started] = [ownCpuUs(), treeCpuUs(postmaster), performance.now()];
  await readFrom(ground, users);
  const recorded = await Promise.all(users.map((user) => world.inbox.syncNow(world.workspaceId, accountIds[user])));
  const seconds = (performance.now() - started) / 1_000;
  const all = recorded.reduce((sum, each) => sum + each, 0);
  if (all !== count) throw new Error(`recorded ${all} of ${count}`);
  await expectStopped(
    ground,
    people.filter((_, place) => place % 10 < 4),
  );
  return {
    perSecond: count / seconds,
    nodeUs: (ownCpuUs() - cpu) / count,
    postgresUs: (treeCpuUs(postmaster) - postgres) / count,
  };
}

async function expectStopped({ world }: Ground, people: readonly Person[]): Promise<void> {
  for (const person of people) {
    const { stop_reason: reason } = await world.stateOf(person);
    if (reason === null) throw new Error(`${person.address} answered and goes on`);
  }
}

/** From the reply's arrival to the commit that stops its sequence, one after the other. */
async function hearReplies(ground: Ground): Promise<number[]> {
  const took: number[] = [];
  for (const [place, person] of (await addPeople(ground, replies)).entries()) {
    const heard = ground.world.nextCommit();
    const at = await deliver(ground, first, [answerOf(person, place)]);
    await heard;
    took.push(Math.max(0, Date.now() - at));
    await expectStopped(ground, [person]);
  }
  return took.sort((a, b) => a - b);
}

/** A reply behind a crowd of other mails that came in the same breath. */
async function hearBehindCrowd(ground: Ground): Promise<number> {
  const people = await addPeople(ground, crowd + 1);
  const last = people.at(-1) as Person;
  const at = await deliver(ground, first, [...mixedMails(people.slice(0, crowd)), answerOf(last, 0)]);
  await ground.world.sync();
  const took = Date.now() - at;
  await expectStopped(ground, [last]);
  return took;
}

/** Taking a mail apart and understanding it, without mailbox and database. */
async function readAlone(ground: Ground): Promise<number> {
  const mails = mixedMails(await addPeople(ground, perRound));
  const context = { ownAddresses: new Set(["amina@haste.example"]), today: epochDayOf(2026, 11, 24) };
  const cpu = ownCpuUs();
  for (const mail of mails) readInbound(await parseMail(mail), context);
  return (ownCpuUs() - cpu) / perRound;
}

async function measure(ground: Ground): Promise<void> {
  // Warms up; a mailbox that was never read is read back 500 mails at most.
  await oneRound(ground, addresses, 300);
  // What autovacuum does within its first minute; until then every plan is one for empty tables.
  await analyze(ground.database, ["contacts", "sequence_enrollments", "email_activities", "inbound_mails", "signals"]);
  const [one, three]: [Round[], Round[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    three.push(await oneRound(ground, addresses, perRound));
    one.push(await oneRound(ground, [first], perRound));
  }
  const took = await hearReplies(ground);
  const of = (done: readonly Round[], pick: (round: Round) => number) => median(done.map(pick));
  printFigures("inbound", [
    { figure: "mails of three mailboxes (goal 200)", value: of(three, (round) => round.perSecond), unit: "1/s" },
    { figure: "mails of one mailbox", value: of(one, (round) => round.perSecond), unit: "1/s" },
    { figure: "reply to its sequence stopped, p50 (goal 5,000)", value: median(took), unit: "ms" },
    { figure: "reply to its sequence stopped, slowest of 60", value: took.at(-1) ?? Number.NaN, unit: "ms" },
    { figure: "reply behind 200 others", value: await hearBehindCrowd(ground), unit: "ms" },
    { figure: "CPU of Node a mail", value: of(three, (round) => round.nodeUs), unit: "µs" },
    { figure: "CPU of taking apart and understanding alone", value: await readAlone(ground), unit: "µs" },
    { figure: "CPU of PostgreSQL a mail", value: of(three, (round) => round.postgresUs), unit: "µs" },
  ]);
}

/** A workspace with an account for each address; the first is the world's own. */
async function openGround(database: Database, mailboxes: Program<MailboxesAt>, postmaster: number): Promise<Ground> {
  const unused = () => Promise.reject(new Error("The bench delivers by itself."));
  const { port, pass } = mailboxes.ready;
  const world = await InboxWorld.open(database, {
    ...{ host: "127.0.0.1", port, user: first, pass, close: async () => {} },
    ...{ deliver: unused, markImportant: unused, flags: unused, renumber: unused },
  });
  const accountIds = { [addresses[0]]: world.accountId, [addresses[1]]: randomUUID(), [addresses[2]]: randomUUID() };
  await world.in((tx) =>
    tx.rows(
      `insert into sending_accounts (workspace_id, id, provider, email, display_name)
       select $1, x.id, 'smtp', x.email, 'Bench' from unnest($2::uuid[], $3::text[]) x(id, email)`,
      [world.workspaceId, addresses.slice(1).map((address) => accountIds[address]), addresses.slice(1)],
    ),
  );
  return { world, mailboxes, accountIds, database, postmaster };
}

const folder = mkdtempSync("/var/tmp/haste-bench-");
chmodSync(folder, 0o755);
const log = createLog("warn");
const embedded = await startEmbedded({ dataDir: join(folder, "data"), log, tuning: "product" });
const mailboxes = await startProgram<MailboxesAt>("mailbox-server.ts", addresses);
try {
  await migrate(embedded.url, { log });
  const database = openDatabase(embedded.url, { log });
  const postmaster = Number(readFileSync(join(folder, "data", "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
  const ground = await openGround(database, mailboxes, postmaster);
  try {
    await measure(ground);
  } finally {
    await ground.world.close();
    await database.close();
  }
} finally {
  mailboxes.stop();
  await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
}
