import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { afterAll, expect, test } from "vitest";
import { proveByResolver } from "./prove-by-resolver.ts";

const sockets: Socket[] = [];
afterAll(() => {
  for (const socket of sockets) socket.close();
});

/** A resolver on this machine that answers as it is told; null: not at all. */
async function resolver(answer: (query: Buffer) => Buffer | null): Promise<{ at: string; asked: Buffer[] }> {
  const socket = createSocket("udp4");
  const asked: Buffer[] = [];
  sockets.push(socket);
  socket.on("message", (query, from) => {
    asked.push(query);
    const reply = answer(query);
    if (reply !== null) socket.send(reply, from.port, from.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return { at: `127.0.0.1:${socket.address().port}`, asked };
}

/** The question with these flags and this number of answers. */
function reply(query: Buffer, flags: number, answers = 1): Buffer {
  const answer = Buffer.from(query);
  answer.writeUInt16BE(flags, 2);
  answer.writeUInt16BE(answers, 6);
  return answer;
}

const proves = async (answer: (query: Buffer) => Buffer | null, timeLimitMs = 5_000) => {
  const { at } = await resolver(answer);
  return proveByResolver({ servers: [at], timeLimitMs })("_25._tcp.mx.example.com", "TLSA");
};

test("records are proven where a resolver of this machine says so of an answer, and it is asked to say so", async () => {
  const { at, asked } = await resolver((query) => reply(query, 0x81a0));
  expect(await proveByResolver({ servers: [at] })("mx.exämple.com.", "MX")).toBe(true);
  const [query] = asked as [Buffer];
  expect(query.readUInt16BE(2)).toBe(0x0120);
  expect(query.subarray(12).toString("latin1")).toBe("\x02mx\x0exn--exmple-cua\x03com\x00\x00\x0f\x00\x01");
});

test.each([
  ["does not say so", (query: Buffer) => reply(query, 0x8180)],
  ["says so of no record", (query: Buffer) => reply(query, 0x81a0, 0)],
  ["names an error", (query: Buffer) => reply(query, 0x81a2)],
])("records are not proven where the resolver %s", async (_, answer) => {
  expect(await proves(answer)).toBe(false);
});

test("silence, and answers to another question, prove nothing within the time there is", async () => {
  expect(await proves(() => null, 60)).toBe(false);
  expect(await proves((query) => reply(query, 0x81a0).subarray(0, 12), 60)).toBe(false);
  const stranger = (query: Buffer) => {
    const answer = reply(query, 0x81a0);
    answer.writeUInt16BE(query.readUInt16BE(0) ^ 1, 0);
    return answer;
  };
  expect(await proves(stranger, 60)).toBe(false);
  expect(await proveByResolver({ servers: ["127.0.0.1:9"] })(`${"a".repeat(64)}.example`, "MX")).toBe(false);
});

test("a resolver on another machine is not believed, nor one beside it", async () => {
  const { at, asked } = await resolver((query) => reply(query, 0x81a0));
  for (const servers of [["192.0.2.1"], [at, "192.0.2.1"], ["[2001:db8::1]:53"], []])
    expect(await proveByResolver({ servers })("example.com", "MX")).toBe(false);
  expect(asked).toEqual([]);
});
