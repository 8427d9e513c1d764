import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPortHolder, listeningInodes, tryPort } from "./port-holder.ts";

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000 100 0 0 10 0
   1: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000 20 4 30 10 -1
   2: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0000 100 0 0 10 0`;

test("of all sockets on a port only the one that listens holds it", () => {
  expect(listeningInodes(table, 8080)).toEqual(["4711"]);
  expect(listeningInodes(table, 80)).toEqual(["4713"]);
  expect(listeningInodes(table, 81)).toEqual([]);
  expect(listeningInodes("", 80)).toEqual([]);
});

describe("a port that a program holds", () => {
  const server = createServer();
  const port = () => (server.address() as { port: number }).port;

  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => new Promise<unknown>((resolve) => server.close(resolve)));

  test("is seen before anything is started on it", async () => {
    expect(await tryPort("127.0.0.1", port())).toBe("used");
    expect(await tryPort("127.0.0.1", 0)).toBe("free");
    expect(await tryPort("203.0.113.7", 0)).toBe("no such address");
  });

  test.runIf(process.platform === "linux")("is traced to the process that holds it", () => {
    expect(findPortHolder(port())).toMatchObject({ pid: process.pid, command: expect.stringContaining("node") });
  });
});
