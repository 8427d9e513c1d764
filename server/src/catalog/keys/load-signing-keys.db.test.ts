import { createSecretKey, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../../tests/support/database.ts";
import { type MasterKey, readToken, SealError, signToken } from "../../platform/crypto/index.ts";
import { hasSigningKeys, loadSigningKeys } from "./index.ts";

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

  test("refuse a master key that did not wrap them", async () => {
    const other = masterOf("22222222-2222-4222-8222-222222222222");
    await expect(loadSigningKeys(database.db, other, now)).rejects.toBeInstanceOf(SealError);
  });
});
