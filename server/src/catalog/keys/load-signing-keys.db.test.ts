import { createSecretKey, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { isOldToken, type MasterKey, readToken, SealError, signToken } from "../../platform/crypto/index.ts";
import { hasSigningKeys, loadSigningKeys, rotateSigningKeys } from "./index.ts";

const now = new Date("2026-11-22T09:00:00Z");
const masterOf = (id: string): MasterKey => ({ id, key: createSecretKey(randomBytes(32)) });
const master = masterOf("11111111-1111-4111-8111-111111111111");

describe("the keys of links in mail", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  test("are made once, however many processes start at the same time", async () => {
    expect(await hasSigningKeys(database.db)).toBe(false);
    const started = await Promise.all(Array.from({ length: 20 }, () => loadSigningKeys(database.db, master, now)));
    const [first, ...others] = started;
    if (first === undefined) throw new Error("nothing started");
    const token = signToken(first, "unsubscribe", Buffer.from("an email"));
    for (const keys of others) expect(readToken(keys, "unsubscribe", token)?.toString()).toBe("an email");
    expect(await hasSigningKeys(database.db)).toBe(true);
  });

  test("change without a mail that nobody can read: all know the new one before it signs, old ones are read, then no longer counted", async () => {
    const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
    const load = (minutes: number) => loadSigningKeys(database.db, master, at(minutes));
    const before = await load(60);
    const old = signToken(before, "open", Buffer.from("an email"));
    const id = await rotateSigningKeys(database.db, master, at(60));
    expect([id, (await load(61)).newest, (await load(62)).newest]).toEqual([2, 1, 2]);
    const after = await load(62);
    expect(readToken(after, "open", old)?.toString()).toBe("an email");
    expect(readToken(await load(61), "open", signToken(after, "open", Buffer.from("x")))?.toString()).toBe("x");
    const year = 400 * 24 * 60;
    expect([isOldToken(await load(60 + year), old), isOldToken(await load(61 + year), old)]).toEqual([false, true]);
    expect(
      readToken(await load(61 + year), "unsubscribe", signToken(before, "unsubscribe", Buffer.from("u"))),
    ).not.toBeNull();
    expect(isOldToken(await load(61 + year), signToken(after, "open", Buffer.from("x")))).toBe(false);
  });

  test("refuse a master key that did not wrap them", async () => {
    const other = masterOf("22222222-2222-4222-8222-222222222222");
    await expect(loadSigningKeys(database.db, other, now)).rejects.toBeInstanceOf(SealError);
  });
});
