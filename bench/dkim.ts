/**
 * Signing mails as a lane does (20 on their way at once, composed and signed with RSA 2,048 in libuv's threads) against
 * what one thread signs without doing anything else, in turn in one run. Goal: 0.6 of it. Beside it the way that lost: a
 * worker thread that gets the whole mail and gives it back.
 */
import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { composeMail, type MailParts } from "../server/src/flow/send/compose/compose-mail.ts";
import { signMail } from "../server/src/flow/send/dkim/index.ts";
import { ownCpuUs } from "./support/cpu.ts";
import { median, printFigures } from "./support/numbers.ts";

const rounds = 7;
const perRound = 1_500;
const atOnce = 20;

const paragraph = "<p>Thank you for the talk about your plans, it gave us much to think about, and to write.</p>\r\n";
const html = paragraph.repeat(20);
const parts: MailParts = {
  messageId: "<0192@bench.example>",
  date: new Date(),
  from: { name: "Ada", address: "ada@bench.example" },
  to: "grace@bench.example",
  subject: "Your plans",
  html,
  text: html.replaceAll(/<\/?p>/g, ""),
  inReplyTo: null,
  references: [],
  unsubscribeUrl: "https://bench.example/u/0192",
};

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const key = { domain: "bench.example", selector: "s1", algorithm: "rsa" as const, privateKey };
const pem = privateKey.export({ type: "pkcs8", format: "pem" });
const signModule = new URL("../server/src/flow/send/dkim/index.ts", import.meta.url).href;
const worker = new Worker(
  `const { parentPort, workerData } = require("node:worker_threads");
   const { createPrivateKey } = require("node:crypto");
   const key = { domain: "bench.example", selector: "s1", algorithm: "rsa", privateKey: createPrivateKey(workerData.pem) };
   const module = import(workerData.signModule);
   parentPort.on("message", async ({ id, raw }) => {
     const { signMail } = await module;
     parentPort.postMessage({ id, raw: await signMail(Buffer.from(raw), [key], new Date()) });
   });`,
  { eval: true, workerData: { pem, signModule } },
);
const waiting = new Map<number, () => void>();
worker.on("message", ({ id }: { id: number }) => waiting.get(id)?.());
await once(worker, "online");

let lastId = 0;
function signInWorker(raw: Buffer): Promise<void> {
  lastId += 1;
  const id = lastId;
  return new Promise((resolve) => {
    waiting.set(id, () => {
      waiting.delete(id);
      resolve();
    });
    worker.postMessage({ id, raw });
  });
}

async function many(work: () => Promise<unknown>): Promise<void> {
  let left = perRound;
  const one = async () => {
    for (; left > 0; left -= 1) await work();
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

const content = Buffer.alloc(1_024, "a");
const ways = {
  bare: async () => {
    for (let left = perRound; left > 0; left -= 1) sign("RSA-SHA256", content, privateKey);
  },
  libuv: () => many(() => signMail(composeMail(parts), [key], parts.date)),
  worker: () => many(() => signInWorker(composeMail(parts))),
};

const rates: Record<keyof typeof ways, number[]> = { bare: [], libuv: [], worker: [] };
const cpu: Record<keyof typeof ways, number[]> = { bare: [], libuv: [], worker: [] };
for (let round = -1; round < rounds; round += 1) {
  for (const way of Object.keys(ways) as (keyof typeof ways)[]) {
    const [began, cpuBefore] = [performance.now(), ownCpuUs()];
    await ways[way]();
    const seconds = (performance.now() - began) / 1_000;
    // The first round warms up.
    if (round < 0) continue;
    rates[way].push(perRound / seconds);
    cpu[way].push((ownCpuUs() - cpuBefore) / perRound);
  }
}
await worker.terminate();

const [bare, libuv] = [median(rates.bare), median(rates.libuv)];
const toBare = (way: keyof typeof ways) => median(rates[way].map((rate, at) => rate / (rates.bare[at] ?? Number.NaN)));
printFigures("dkim", [
  { figure: "mails composed and signed", value: toBare("libuv"), unit: "ratio", ratioTo: "one thread that only signs" },
  {
    figure: "in a worker thread instead",
    value: toBare("worker"),
    unit: "ratio",
    ratioTo: "one thread that only signs",
  },
  { figure: "one thread that only signs", value: bare, unit: "1/s" },
  { figure: "mails composed and signed, per second", value: libuv, unit: "1/s" },
  { figure: "CPU of a signature alone", value: median(cpu.bare), unit: "µs" },
  { figure: "CPU of a mail composed and signed", value: median(cpu.libuv), unit: "µs" },
  { figure: "CPU of it with a worker thread", value: median(cpu.worker), unit: "µs" },
]);
