import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { checkHost, connectGuard, createHostPolicy, HostNotAllowed, resolveChecked } from "./index.ts";

const nothing = createHostPolicy([]);
const loopback = createHostPolicy(["127.0.0.0/8", "fd00::/8"]);

describe("hosts given by users", () => {
  test.each(["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8"])(
    "may lie at the public %s",
    (address) => expect(nothing.isAllowed(address)).toBe(true),
  );

  test.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.1",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "0:0:0:0:0:ffff:7f00:1",
    "fe80::1%eth0",
    "fd12::1",
    "ff02::1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2001:db8::1",
    "mail.example.com",
    "",
  ])("may not lie at %j", (address) => expect(nothing.isAllowed(address)).toBe(false));

  test("may lie in a private network that the operator named, and in no other", () => {
    expect(loopback.isAllowed("127.0.0.1")).toBe(true);
    expect(loopback.isAllowed("::ffff:127.0.0.1")).toBe(true);
    expect(loopback.isAllowed("fd12::1")).toBe(true);
    expect(loopback.isAllowed("10.0.0.1")).toBe(false);
    expect(loopback.isInside("8.8.8.8")).toBe(false);
  });

  test("are judged by every address their name has, so one private one is too many", async () => {
    const mixed = () => Promise.resolve(["8.8.8.8", "127.0.0.1"]);
    expect(await checkHost("mail.example.com", nothing, mixed)).toBe("private");
    await expect(resolveChecked("mail.example.com", nothing, mixed)).rejects.toBeInstanceOf(HostNotAllowed);
    expect(await checkHost("mail.example.com", loopback, mixed)).toBe("allowed");
    expect(await checkHost("127.0.0.1", loopback)).toBe("inside");
  });

  test("that do not resolve are neither good nor bad before they are connected", async () => {
    expect(await checkHost("nowhere.invalid", nothing, () => Promise.reject(new Error("ENOTFOUND")))).toBe(
      "unresolved",
    );
    await expect(resolveChecked("nowhere.invalid", nothing, async () => [])).rejects.toBeInstanceOf(HostNotAllowed);
  });

  test("are connected by the address that was checked, under the name of their certificate", async () => {
    const found = await resolveChecked("mail.example.com", nothing, async () => ["8.8.8.8"]);
    expect(found).toEqual({ address: "8.8.8.8", family: 4, servername: "mail.example.com", isInside: false });
    expect((await resolveChecked("[::ffff:127.0.0.1]", loopback)).servername).toBeNull();
  });

  test("are cut off when the connection leads elsewhere than was thought", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const open = async (): Promise<Socket> => {
      const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
      await once(socket, "connect");
      return socket;
    };
    const refused = await open();
    expect(() => connectGuard(refused, nothing)).toThrow(HostNotAllowed);
    expect(refused.destroyed).toBe(true);
    const allowed = await open();
    connectGuard(allowed, loopback);
    expect(allowed.destroyed).toBe(false);
    allowed.destroy();
    server.close();
  });
});
