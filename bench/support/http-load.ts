/**
 * Load as light as it can be, so that the server is what is measured: `node http-load.ts PORT CONNECTIONS MS PATHS` keeps
 * one request under way on each connection and prints what came back. PATHS is a JSON list, asked for in turn; an answer
 * ends with the last byte of its GIF. With a fifth argument so many requests fall due a second, whoever is still waiting, and
 * each is timed from the instant it was due.
 */
import { connect } from "node:net";

/** What a load found; each request that is counted was answered in full. */
export interface Load {
  readonly requests: number;
  readonly perSecond: number;
  readonly p99Ms: number;
}

const endOfGif = 0x3b;

interface Wanted {
  readonly port: number;
  readonly connections: number;
  readonly measureMs: number;
  readonly paths: readonly string[];
  /** 0: as many as are answered. */
  readonly perSecond: number;
}

/** Runs the requests; `measureMs` begins after a warm-up of a third of it. */
async function load({ port, connections, measureMs, paths, perSecond }: Wanted): Promise<Load> {
  const start = performance.now();
  const begin = start + measureMs / 3;
  const end = begin + measureMs;
  const everyMs = perSecond === 0 ? 0 : (connections * 1_000) / perSecond;
  const taken: number[] = [];
  let turn = 0;
  const one = (place: number) =>
    new Promise<void>((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      let askedAt = start + (place * everyMs) / connections;
      const ask = () => {
        if (everyMs === 0) askedAt = performance.now();
        turn += 1;
        const path = paths[turn % paths.length] ?? "/";
        socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nuser-agent: Mozilla/5.0 (Macintosh)\r\n\r\n`);
      };
      socket.once("error", reject).once("connect", ask);
      socket.on("data", (bytes: Buffer) => {
        if (bytes[0] === 0x48 && !bytes.subarray(0, 12).equals(ok)) reject(new Error(bytes.toString("latin1")));
        if (bytes.at(-1) !== endOfGif) return;
        const now = performance.now();
        if (now >= begin && now < end) taken.push(now - askedAt);
        askedAt += everyMs;
        if (Math.max(now, askedAt) >= end) resolve(void socket.destroy());
        else if (askedAt > now) setTimeout(ask, askedAt - now);
        else ask();
      });
    });
  await Promise.all(Array.from({ length: connections }, (_, place) => one(place)));
  taken.sort((a, b) => a - b);
  const p99Ms = taken[Math.floor(taken.length * 0.99)] ?? Number.NaN;
  return { requests: taken.length, perSecond: taken.length / (measureMs / 1_000), p99Ms };
}

const ok = Buffer.from("HTTP/1.1 200");

if (import.meta.main) {
  const [port, connections, measureMs, paths = "[]", perSecond = "0"] = process.argv.slice(2);
  const loaded = await load({
    port: Number(port),
    connections: Number(connections),
    measureMs: Number(measureMs),
    paths: JSON.parse(paths) as string[],
    perSecond: Number(perSecond),
  });
  console.log(JSON.stringify(loaded));
}
