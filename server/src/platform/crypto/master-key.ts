import { createHash, createSecretKey, randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import type { CipherKey } from "./envelope.ts";

/** The key that wraps all others. Its id follows from its bytes, so a wrapped key says which master it needs. */
export type MasterKey = CipherKey;

export interface MasterKeyOptions {
  readonly file: string;
  /** True only while no wrapped key exists yet: a new master key beside old data would look like lost data. */
  readonly mayCreate: boolean;
}

const prefix = "haste-master-key-v1 ";
const keyBytes = 32;

/**
 * Reads the master key file, or makes it (0600, flushed to disk before it is used) on the first start. It lies apart
 * from the database folder, so a copy of the database alone opens nothing; whoever loses it loses every sealed value.
 */
export function loadMasterKey(options: MasterKeyOptions): MasterKey {
  const file = resolve(options.file);
  const text = readKeyFile(file) ?? makeKeyFile(file, options.mayCreate);
  const bytes = Buffer.from(text.startsWith(prefix) ? text.slice(prefix.length).trim() : "", "base64");
  if (bytes.length !== keyBytes) {
    throw new Error(`${file} does not hold a master key. Put the right file there, or name it with --master-key-file.`);
  }
  const digest = createHash("sha256").update("haste master key id").update(bytes).digest("hex");
  const id = digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
  return { id, key: createSecretKey(bytes) };
}

function readKeyFile(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  if ((found.mode & 0o077) !== 0) {
    throw new Error(`${file} can be read by other users of this machine. Run: chmod 600 ${file}`);
  }
  return readFileSync(file, "utf8");
}

/** Written beside and linked into place: of two first starts one wins, and no half file is ever read. */
function makeKeyFile(file: string, mayCreate: boolean): string {
  if (!mayCreate) {
    throw new Error(
      `The master key ${file} is missing, and the database holds values sealed with it. ` +
        "Bring the file back, or name its place with --master-key-file (HASTE_MASTER_KEY_FILE).",
    );
  }
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const half = `${file}.${process.pid}`;
  writeDurably(half, `${prefix}${randomBytes(keyBytes).toString("base64")}\n`);
  try {
    linkSync(half, file);
  } catch (err) {
    if ((err as { code?: string }).code !== "EEXIST") throw err;
  } finally {
    rmSync(half);
  }
  flush(folder);
  return readFileSync(file, "utf8");
}

function writeDurably(file: string, text: string): void {
  const handle = openSync(file, "wx", 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function flush(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
