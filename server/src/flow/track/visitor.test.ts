import { expect, test } from "vitest";
import { addressOf, visitorOf } from "./visitor.ts";

const key = Buffer.alloc(32, 7);
const [mine, theirs] = ["0191a000-0000-7000-8000-000000000001", "0191a000-0000-7000-8000-000000000002"];

test.each([
  ["198.51.100.7", undefined, "198.51.100.7", "nobody stands between"],
  ["198.51.100.7", "203.0.113.9", "198.51.100.7", "a stranger's header is worth nothing"],
  ["127.0.0.1", "10.0.0.1, 203.0.113.9", "203.0.113.9", "the proxy beside us wrote the last hop"],
  ["::ffff:10.0.0.2", "2001:db8:1::9", "2001:db8:1::9", "a proxy in the private network"],
  ["127.0.0.1", "203.0.113.9, nonsense", "127.0.0.1", "what is no address is not taken"],
  ["127.0.0.1", "203.0.113.9, 192.168.1.4", "127.0.0.1", "an inner address says nothing of who asked"],
])("where a visitor asks from: %s with %s is %s, since %s", (peer, header, address, _reason) => {
  expect(addressOf(peer, header === undefined ? {} : { "x-forwarded-for": header })).toBe(address);
});

test("a visitor is known again within a workspace, and neither by address nor in another one", () => {
  const seen = visitorOf("203.0.113.9", mine, key);
  expect(seen).toEqual({ network: "203.0.113.0/24", visitor: expect.stringMatching(/^[\w-]{11}$/) });
  expect(visitorOf("203.0.113.9", mine, key)).toEqual(seen);
  expect(visitorOf("203.0.113.10", mine, key).visitor).not.toBe(seen.visitor);
  expect(visitorOf("203.0.113.9", theirs, key).visitor).not.toBe(seen.visitor);
  expect(visitorOf("127.0.0.1", mine, key)).toEqual({ network: null, visitor: null });
});
