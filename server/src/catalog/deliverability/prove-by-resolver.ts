import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { getServers } from "node:dns";
import { domainToASCII } from "node:url";
import type { Prove } from "@haste/engine/deliverability";

/** Types by number: RFC 1035 §3.2.2, RFC 6698 §7.1. */
const types = { MX: 15, TLSA: 52 } as const;
/** RD, and AD: tell us whether it is authentic (RFC 6840 §5.7). */
const wanted = 0x0120;
const isResponse = 0x8000;
const isAuthentic = 0x0020;
const code = 0x000f;
const headerBytes = 12;

/**
 * Believes what a resolver of this machine says of DNSSEC (the AD bit, RFC 4035 §3.2.3): on the way from any other one
 * somebody could have written it (RFC 7672 §2.1). Only the header of the answer is read.
 */
export function proveByResolver({ servers = getServers(), timeLimitMs = 3_000 } = {}): Prove {
  const here = servers.map(readServer);
  const first = here[0];
  // The records themselves come from any of them.
  if (first === undefined || !here.every(({ host }) => isLoopback(host))) return async () => false;
  return (name, type) => askFlags(first, questionOf(name, types[type]), timeLimitMs);
}

interface Server {
  readonly host: string;
  readonly port: number;
}

/** As Node tells them: `127.0.0.53`, `127.0.0.1:5353`, `::1`, `[::1]:5353`. */
function readServer(text: string): Server {
  const [, bracketed, dotted, port] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? [];
  return { host: bracketed ?? dotted ?? text, port: Number(port ?? 53) };
}

function isLoopback(host: string): boolean {
  return host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Null where the name does not fit into a question (RFC 1035 §2.3.4). */
function questionOf(name: string, type: number): Buffer | null {
  const labels = domainToASCII(name.replace(/\.$/, ""))
    .split(".")
    .map((label) => Buffer.from(label, "latin1"));
  if (labels.some(({ length }) => length === 0 || length > 63)) return null;
  const tail = Buffer.from([0, 0, type, 0, 1]);
  const question = Buffer.concat([...labels.flatMap((label) => [Buffer.from([label.length]), label]), tail]);
  return question.length > 259 ? null : question;
}

function askFlags({ host, port }: Server, question: Buffer | null, timeLimitMs: number): Promise<boolean> {
  if (question === null) return Promise.resolve(false);
  const id = randomBytes(2);
  const counts = Buffer.from([0, 1, 0, 0, 0, 0, 0, 0]);
  const query = Buffer.concat([id, Buffer.from([wanted >> 8, wanted & 0xff]), counts, question]);
  return new Promise((resolve) => {
    const socket = createSocket(host === "::1" ? "udp6" : "udp4");
    const timer = setTimeout(() => end(false), timeLimitMs);
    function end(isProven: boolean): void {
      clearTimeout(timer);
      socket.removeAllListeners().on("error", () => {});
      socket.close();
      resolve(isProven);
    }
    socket.on("error", () => end(false));
    socket.on("message", (answer) => {
      // Anybody on this machine may send something here; only the answer to this question ends the wait.
      if (isAnswerTo(answer, id, question)) end(saysAuthentic(answer));
    });
    // Connected, so that nobody but the resolver is heard.
    socket.connect(port, host, () => socket.send(query));
  });
}

function isAnswerTo(answer: Buffer, id: Buffer, question: Buffer): boolean {
  if (answer.length < headerBytes + question.length || !answer.subarray(0, 2).equals(id)) return false;
  const asked = answer.subarray(headerBytes, headerBytes + question.length);
  return (
    (answer.readUInt16BE(2) & isResponse) !== 0 &&
    asked.toString("latin1").toLowerCase() === question.toString("latin1").toLowerCase()
  );
}

/** There are such records, without an error, and they are proven. */
function saysAuthentic(answer: Buffer): boolean {
  const flags = answer.readUInt16BE(2);
  return (flags & code) === 0 && (flags & isAuthentic) !== 0 && answer.readUInt16BE(6) > 0;
}
