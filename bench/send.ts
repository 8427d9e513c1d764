/**
 * The product's whole way of an email (claim, render, last look, hand over, record with everything a sent email causes)
 * to a mail server in another process, against a bare nodemailer pool and against a raw pipelined client with a mail
 * built before, in turn in one run; and once more with a DKIM signature, against one thread that only signs. Goals: 0.13
 * of the raw client; signed 0.6 of what the one thread signs; 8 emails per ledger commit; PostgreSQL below 0.85 of
 * Node's CPU.
 */
import { generateKeyPairSync, sign } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import nodemailer from "nodemailer";
import { migrate, startEmbedded } from "../server/src/platform/db/index.ts";
import { createLog } from "../server/src/platform/log/index.ts";
import { createWorld } from "../tests/crash/world.ts";
import { ownCpuUs, treeCpuUs } from "./support/cpu.ts";
import { median, printFigures } from "./support/numbers.ts";
import { startProgram } from "./support/program.ts";
import { sendRaw } from "./support/raw-client.ts";
import { openSending, type Sending } from "./support/sending.ts";

const connections = 20;
const rounds = 3;
const perRound = { product: 3_000, pool: 3_000, raw: 30_000, signing: 2_000 };

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const dkimKey = { domain: "bench.example", selector: "s1", algorithm: "rsa" as const, privateKey };
/** As long as the headers of a mail. */
const signedText = Buffer.alloc(1_024, "a");

async function signOnly(count: number): Promise<void> {
  for (let left = count; left > 0; left -= 1) sign("RSA-SHA256", signedText, privateKey);
}

/** 4.4 KB with its headers, about what a sequence step weighs. */
const paragraph = "<p>Thank you for the talk about your plans, it gave us much to think about, and to write.</p>\r\n";
const html = paragraph.repeat(20);
const text = html.replaceAll(/<\/?p>/g, "");

interface Round {
  readonly perSecond: number;
  readonly nodeUs: number;
  readonly postgresUs: number;
}

async function timed(count: number, postmaster: number, work: () => Promise<unknown>): Promise<Round> {
  const [cpu, postgres, started] = [ownCpuUs(), treeCpuUs(postmaster), performance.now()];
  await work();
  const seconds = (performance.now() - started) / 1_000;
  return {
    perSecond: count / seconds,
    nodeUs: (ownCpuUs() - cpu) / count,
    postgresUs: (treeCpuUs(postmaster) - postgres) / count,
  };
}

async function sendByPool(port: number, count: number): Promise<void> {
  const pool = nodemailer.createTransport({
    pool: true,
    host: "127.0.0.1",
    port,
    ignoreTLS: true,
    maxConnections: connections,
    maxMessages: Number.POSITIVE_INFINITY,
  });
  let left = count;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      await pool.sendMail({ from: "a@bench.example", to: "b@bench.example", subject: "Hello", html, text });
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  pool.close();
}

interface Measured {
  readonly product: Round[];
  readonly pool: Round[];
  readonly raw: Round[];
  /** The product once more, signing. */
  readonly signed: Round[];
  readonly signing: Round[];
  readonly perCommit: number[];
}

async function sendByProduct(product: Sending, postmaster: number, isSigned: boolean): Promise<Round> {
  await product.prepare(perRound.product);
  product.sign(isSigned);
  let sent = 0;
  const round = await timed(perRound.product, postmaster, async () => {
    sent = await product.send();
  });
  if (sent !== perRound.product) throw new Error(`sent ${sent} of ${perRound.product}`);
  return round;
}

/** All of them in turn, a few rounds; what a round of the product sends is planned before its time begins. */
async function measure(product: Sending, port: number, postmaster: number): Promise<Measured> {
  const mail = `From: a@bench.example\r\nTo: b@bench.example\r\nSubject: Hello\r\nMessage-ID: <1@bench.example>\r\n\r\n${text}${html}`;
  const measured: Measured = { product: [], pool: [], raw: [], signed: [], signing: [], perCommit: [] };
  for (let round = 0; round < rounds; round += 1) {
    const raw = () => sendRaw(port, mail.trimEnd(), { connections, count: perRound.raw });
    measured.raw.push(await timed(perRound.raw, postmaster, raw));
    const before = product.commits();
    measured.product.push(await sendByProduct(product, postmaster, false));
    measured.perCommit.push(perRound.product / (product.commits() - before));
    measured.signing.push(await timed(perRound.signing, postmaster, () => signOnly(perRound.signing)));
    measured.signed.push(await sendByProduct(product, postmaster, true));
    measured.pool.push(await timed(perRound.pool, postmaster, () => sendByPool(port, perRound.pool)));
  }
  return measured;
}

/** Measures all three on a database of its own; the figures are medians of the rounds. */
export async function benchSend(): Promise<void> {
  const folder = mkdtempSync("/var/tmp/haste-bench-");
  chmodSync(folder, 0o755);
  const log = createLog("warn");
  const embedded = await startEmbedded({ dataDir: join(folder, "data"), log, tuning: "product" });
  const sink = await startProgram<{ port: number }>("fast-sink.ts");
  try {
    await migrate(embedded.url, { log });
    const { port } = sink.ready;
    const world = await createWorld({ databaseUrl: embedded.url, sinkPort: port, accounts: 1, html });
    const product = await openSending(world, { connections, dkimKey });
    const postmaster = Number(readFileSync(join(folder, "data", "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
    try {
      report(await measure(product, port, postmaster));
    } finally {
      await product.close();
      await world.close();
    }
  } finally {
    sink.stop();
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(measured: Measured): void {
  type Kind = "product" | "pool" | "raw" | "signed" | "signing";
  const of = (kind: Kind, pick: (round: Round) => number) => median(measured[kind].map(pick));
  const rate = (kind: Kind) => of(kind, (round) => round.perSecond);
  const node = of("product", (round) => round.nodeUs);
  const postgres = of("product", (round) => round.postgresUs);
  printFigures("send", [
    {
      figure: "product (goal 0.13)",
      value: rate("product") / rate("raw"),
      unit: "×",
      ratioTo: "a raw pipelined client",
    },
    { figure: "product", value: rate("product") / rate("pool"), unit: "×", ratioTo: "a bare nodemailer pool" },
    {
      figure: "product that signs (goal 0.6)",
      value: rate("signed") / rate("signing"),
      unit: "×",
      ratioTo: "one thread that only signs",
    },
    { figure: "PostgreSQL's CPU (goal 0.85)", value: postgres / node, unit: "×", ratioTo: "Node's" },
    { figure: `product, ${connections} connections`, value: rate("product"), unit: "emails/s" },
    { figure: "product that signs with RSA 2,048", value: rate("signed"), unit: "emails/s" },
    { figure: "one thread that only signs", value: rate("signing"), unit: "signatures/s" },
    { figure: `bare nodemailer pool, ${connections} connections`, value: rate("pool"), unit: "emails/s" },
    { figure: `raw pipelined client, ${connections} connections`, value: rate("raw"), unit: "emails/s" },
    { figure: "product, Node", value: node, unit: "µs CPU/email" },
    { figure: "product, PostgreSQL", value: postgres, unit: "µs CPU/email" },
    { figure: "bare nodemailer pool, Node", value: of("pool", (round) => round.nodeUs), unit: "µs CPU/email" },
    { figure: "raw pipelined client, Node", value: of("raw", (round) => round.nodeUs), unit: "µs CPU/email" },
    { figure: "emails per ledger commit (goal 8)", value: median(measured.perCommit), unit: "emails" },
  ]);
}

if (import.meta.main) await benchSend();
