import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { keyIdOf, open, SealError, seal } from "./envelope.ts";
import { createKeyRing, makeDataKey, type WrappedKey } from "./key-ring.ts";
import { loadMasterKey, type MasterKey } from "./master-key.ts";
import { makeSigningKey, openSigningKeys, readToken, signToken } from "./tokens.ts";

const workspace = "0191a000-0000-7000-8000-000000000001";
const other = "0191a000-0000-7000-8000-000000000002";
const firstKey = "0191a000-0000-7000-8000-0000000000a1";
const secondKey = "0191a000-0000-7000-8000-0000000000a2";

let folder: string;
let file: string;
let master: MasterKey;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "haste-keys-"));
  file = join(folder, "keys", "master.key");
  master = loadMasterKey({ file, mayCreate: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const reasonOf = (work: () => unknown) => {
  try {
    work();
  } catch (err) {
    if (err instanceof SealError) return err.reason;
    throw err;
  }
  return "opened";
};

describe("the master key", () => {
  test("is made once, readable by its owner only, and stays the same", () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "keys")).mode & 0o777).toBe(0o700);
    const again = loadMasterKey({ file, mayCreate: false });
    expect(again.id).toBe(master.id);
    expect(again.key.equals(master.key)).toBe(true);
  });

  test("that others can read stops the start with the command that repairs it", () => {
    chmodSync(file, 0o644);
    expect(() => loadMasterKey({ file, mayCreate: true })).toThrow(`chmod 600 ${file}`);
  });

  test("that is missing beside sealed values is asked for, not made anew", () => {
    rmSync(file);
    expect(() => loadMasterKey({ file, mayCreate: false })).toThrow(/is missing.*--master-key-file/);
    expect(existsSync(file)).toBe(false);
  });

  test("file with something else in it is refused", () => {
    writeFileSync(file, "hunter2\n");
    expect(() => loadMasterKey({ file, mayCreate: true })).toThrow(/does not hold a master key/);
    expect(readFileSync(file, "utf8")).toBe("hunter2\n");
  });
});

describe("a sealed value", () => {
  test("comes back as it was, for any content and place", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (content, place) => {
        expect(open(master, seal(master, content, place), place)).toEqual(Buffer.from(content));
      }),
      { numRuns: 200 },
    );
  });

  test("opens nowhere but in its own place", () => {
    const sealed = seal(master, "secret", "accounts.password 1");
    expect(reasonOf(() => open(master, sealed, "accounts.password 2"))).toBe("damaged");
  });

  test("with any one bit changed does not open", () => {
    const sealed = seal(master, "secret", "place");
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(reasonOf(() => open(master, changed, "place"))).not.toBe("opened");
    }
  });

  test("cut short at any length does not open", () => {
    const sealed = seal(master, "secret", "place");
    for (let length = 0; length < sealed.length; length += 1) {
      expect(reasonOf(() => open(master, sealed.subarray(0, length), "place"))).not.toBe("opened");
    }
  });

  test("of the same content never looks the same, and says which key it needs", () => {
    const [one, two] = [seal(master, "secret", "place"), seal(master, "secret", "place")];
    expect(one.equals(two)).toBe(false);
    expect(keyIdOf(one)).toBe(master.id);
    expect(one.includes("secret")).toBe(false);
  });
});

describe("the key ring", () => {
  let elapsed = 0;
  const ringOver = (stored: WrappedKey[]) => {
    let loads = 0;
    const load = async (_workspaceId: string, _source: null) => {
      loads += 1;
      return stored;
    };
    const ring = createKeyRing(master, load, () => elapsed);
    return { ring, loads: () => loads };
  };

  test("seals with the newest key and opens with all of a workspace's keys", async () => {
    const stored = [makeDataKey(master, workspace, firstKey)];
    const { ring } = ringOver(stored);
    const old = (await ring.cipher(workspace, null)).seal("before", "place");
    stored.push(makeDataKey(master, workspace, secondKey));
    ring.forget(workspace);
    const cipher = await ring.cipher(workspace, null);
    expect(keyIdOf(old)).toBe(firstKey);
    expect(keyIdOf(cipher.seal("after", "place"))).toBe(secondKey);
    expect(String(await cipher.open(old, "place"))).toBe("before");
  });

  test("reads a workspace's keys once, and again only for a key it does not know yet", async () => {
    const stored = [makeDataKey(master, workspace, firstKey)];
    const here = ringOver(stored);
    const elsewhere = ringOver(stored);
    await here.ring.cipher(workspace, null);
    const cipher = await here.ring.cipher(workspace, null);
    expect(here.loads()).toBe(1);
    stored.push(makeDataKey(master, workspace, secondKey));
    const rotated = (await elsewhere.ring.cipher(workspace, null)).seal("rotated", "place");
    expect(String(await cipher.open(rotated, "place"))).toBe("rotated");
    expect(here.loads()).toBe(2);
  });

  test("goes on with a key that another process replaced for a minute, and no longer", async () => {
    const stored = [makeDataKey(master, workspace, firstKey)];
    const { ring } = ringOver(stored);
    const keyNow = async () => keyIdOf((await ring.cipher(workspace, null)).seal("value", "place"));
    await keyNow();
    stored.push(makeDataKey(master, workspace, secondKey));
    elapsed += 59_999;
    expect(await keyNow()).toBe(firstKey);
    elapsed += 1;
    expect(await keyNow()).toBe(secondKey);
  });

  test("does not open another workspace's value", async () => {
    const mine = ringOver([makeDataKey(master, workspace, firstKey)]);
    const theirs = ringOver([makeDataKey(master, other, secondKey)]);
    const sealed = (await mine.ring.cipher(workspace, null)).seal("mine", "place");
    await expect((await theirs.ring.cipher(other, null)).open(sealed, "place")).rejects.toThrow(SealError);
    const stolen = ringOver([makeDataKey(master, workspace, firstKey)]);
    await expect(stolen.ring.cipher(other, null)).rejects.toThrow(/damaged/);
  });

  test("says when the master key is another installation's", async () => {
    const foreign = loadMasterKey({ file: join(folder, "foreign.key"), mayCreate: true });
    const { ring } = ringOver([makeDataKey(foreign, workspace, firstKey)]);
    await expect(ring.cipher(workspace, null)).rejects.toThrow(/needs another master key.*--master-key-file/);
  });
});

describe("a public token", () => {
  test("gives back its payload for its own purpose and for no other", () => {
    const keys = openSigningKeys(master, [makeSigningKey(master, 1)]);
    const payload = randomBytes(33);
    const token = signToken(keys, "unsubscribe", payload);
    expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(readToken(keys, "unsubscribe", token)).toEqual(payload);
    expect(readToken(keys, "open", token)).toBeNull();
  });

  test("changed in any character, cut or lengthened is refused", () => {
    const keys = openSigningKeys(master, [makeSigningKey(master, 1)]);
    const token = signToken(keys, "open", randomBytes(20));
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ";
    for (let at = 0; at < token.length; at += 1) {
      expect(readToken(keys, "open", token.slice(0, at))).toBeNull();
      for (const letter of alphabet) {
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        if (changed !== token) expect(readToken(keys, "open", changed)).toBeNull();
      }
    }
    for (const tail of ["A", "=", "==", " ", token]) expect(readToken(keys, "open", token + tail)).toBeNull();
  });

  test("signed before a change of keys stays valid, and the newest key signs", () => {
    const first = makeSigningKey(master, 1);
    const old = signToken(openSigningKeys(master, [first]), "click", Buffer.from("old"));
    const keys = openSigningKeys(master, [first, makeSigningKey(master, 2)]);
    expect(String(readToken(keys, "click", old))).toBe("old");
    expect(keys.newest).toBe(2);
    expect(
      readToken(openSigningKeys(master, [first]), "click", signToken(keys, "click", Buffer.from("new"))),
    ).toBeNull();
  });
});
