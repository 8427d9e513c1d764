/**
 * Browsers without windows: `node live-clients.ts URL TOKEN COUNT` opens sockets in a process of its own and prints `{}`
 * once all are let in. It then reads lines: `begin` forgets what came, `tell` prints what came since.
 */
import { createInterface } from "node:readline";
import { io } from "socket.io-client";

/** What all sockets together heard. */
export interface Heard {
  readonly events: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const [url = "", token = "", count = "1"] = process.argv.slice(2);
let late: number[] = [];

function open(): Promise<void> {
  const socket = io(url, { transports: ["websocket"], reconnection: false, forceNew: true, auth: { token } });
  socket.onAny((_name: string, event: { occurredAt: string }) => {
    late.push(Date.now() - Date.parse(event.occurredAt));
  });
  return new Promise((resolve, reject) => {
    socket.once("connect", resolve).once("connect_error", reject);
  });
}

function heard(): Heard {
  const sorted = late.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { events: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99) };
}

await Promise.all(Array.from({ length: Number(count) }, open));
console.log("{}");
for await (const line of createInterface({ input: process.stdin })) {
  if (line === "begin") late = [];
  else console.log(JSON.stringify(heard()));
}
process.exit(0);
