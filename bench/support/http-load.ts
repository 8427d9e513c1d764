/**
 * Load as light as it can be, so that the server is what is measured: `node http-load.ts PORT CONNECTIONS MS PATHS` keeps
 * one request under way on each connection and prints what came back. PATHS is a JSON list, asked for in turn; an answer
 * ends with the last byte of its GIF.
 */
import { connect } from "node:net";

/** What a load found; each request that is counted was answered in full. */
export interface Load {
  readonly requests: number;
  readonly perSecond: number;
  readonly p99Ms: number;
}

const endOfGif = 0x3b;

/** Runs the requests; `measureMs` begins after a warm-up of a third of it. */
async function load(port: number, connections: number, measureMs: number, paths: readonly string[]): Promise<Load> {
  const begin = performance.now() + measureMs / 3;
  const end = begin + measureMs;
  const taken: number[] = [];
  let turn = 0;
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      let askedAt = 0;
      const ask = () => {
        askedAt = performance.now();
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
        if (now < end) ask();
        else resolve(void socket.destroy());
      });
    });
  await Promise.all(Array.from({ length: connections }, one));
  taken.sort((a, b) => a - b);
  const p99Ms = taken[Math.floor(taken.length * 0.99)] ?? Number.NaN;
  return { requests: taken.length, perSecond: taken.length / (measureMs / 1_000), p99Ms };
}

const ok = Buffer.from("HTTP/1.1 200");

if (import.meta.main) {
  const [port, connections, measureMs, paths = "[]"] = process.argv.slice(2);
  console.log(JSON.stringify(await load(Number(port), Number(connections), Number(measureMs), JSON.parse(paths))));
}
