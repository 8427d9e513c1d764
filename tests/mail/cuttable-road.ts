import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A road between a client and a server that can be cut, at once or in the middle of what is being said. */
export interface CuttableRoad {
  readonly port: number;
  /** How many connections were cut so far. */
  readonly cuts: number;
  /** Resolves when somebody is on the road. */
  connected(): Promise<void>;
  /** Cuts every open connection now. */
  cut(): void;
  /** Cuts after the server has said `octets` more. */
  cutAfter(octets: number): void;
  /** Cuts whenever the client says something like this, for ever. */
  cutOn(said: RegExp): void;
  /** The first time the client says something like this, it travels only after `act` has ended. */
  holdOn(said: RegExp, act: () => Promise<void>): void;
  close(): Promise<void>;
}

export async function openRoad(target: () => { host: string; port: number }): Promise<CuttableRoad> {
  const open = new Set<Socket>();
  const waiting: (() => void)[] = [];
  let cuts = 0;
  let left: number | null = null;
  let forbidden: RegExp | null = null;
  let held: { said: RegExp; act: () => Promise<void> } | null = null;
  const cut = () => {
    left = null;
    if (open.size > 0) cuts += 1;
    for (const socket of open) socket.destroy();
    open.clear();
  };
  const server = createServer((client) => {
    const { host, port } = target();
    for (const resolve of waiting.splice(0)) resolve();
    const upstream = connect(port, host);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on("data", (octets: Buffer) => {
      const said = octets.toString("latin1");
      if (forbidden?.test(said) === true) cut();
      else if (held?.said.test(said) === true) {
        const { act } = held;
        held = null;
        act().then(() => upstream.write(octets), cut);
      } else upstream.write(octets);
    });
    upstream.on("data", (octets: Buffer) => {
      if (left === null || octets.length < left) {
        if (left !== null) left -= octets.length;
        client.write(octets);
        return;
      }
      client.write(octets.subarray(0, left), cut);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The road has no port.");
  return {
    port: address.port,
    get cuts() {
      return cuts;
    },
    connected() {
      return open.size > 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve));
    },
    cut,
    cutAfter(octets) {
      left = octets;
    },
    cutOn(said) {
      forbidden = said;
    },
    holdOn(said, act) {
      held = { said, act };
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
