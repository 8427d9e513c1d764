import { createSecretKey, randomBytes } from "node:crypto";
import { type CipherKey, keyIdOf, open, SealError, seal } from "./envelope.ts";
import type { MasterKey } from "./master-key.ts";

/** A workspace's data key as it is stored: sealed by the master key. */
export interface WrappedKey {
  readonly id: string;
  readonly wrapped: Uint8Array;
}

/** Seals and opens for one workspace. */
export interface WorkspaceCipher {
  /** Seals with the newest data key; see `seal` for what a place is. */
  seal(plaintext: string | Uint8Array, place: string): Buffer;
  /** Opens with whichever of the workspace's keys sealed the value. */
  open(sealed: Uint8Array, place: string): Promise<Buffer>;
}

/** The data keys of all workspaces this process works for, unwrapped once and kept. */
export interface KeyRing<Source> {
  /**
   * The workspace's cipher. `source` is where its wrapped keys can be read (the transaction at hand), used only the
   * first time and when another process has rotated the key since.
   */
  cipher(workspaceId: string, source: Source): Promise<WorkspaceCipher>;
  /** Drops what is kept of a workspace, after a rotation or an erasure here. */
  forget(workspaceId: string): void;
}

/** 32 bytes and a little each: a bound, not a budget. */
const mostWorkspaces = 10_000;

/** For so long a process may go on sealing with a key that another one has replaced. */
export const keysKeptMs = 60_000;
const keyBytes = 32;

/** A new data key for a workspace, ready to be stored. The id is the caller's: identity is an argument. */
export function makeDataKey(master: MasterKey, workspaceId: string, id: string): WrappedKey {
  return { id, wrapped: seal(master, randomBytes(keyBytes), placeOf(workspaceId, id)) };
}

/**
 * Makes the ring. `load` returns the workspace's wrapped keys, the newest last.
 * @param elapsed milliseconds of a clock that never goes back
 */
export function createKeyRing<Source>(
  master: MasterKey,
  load: (workspaceId: string, source: Source) => Promise<readonly WrappedKey[]>,
  elapsed: () => number = () => performance.now(),
): KeyRing<Source> {
  const kept = new Map<string, { readonly keys: readonly CipherKey[]; readonly readAt: number }>();

  async function read(workspaceId: string, source: Source): Promise<readonly CipherKey[]> {
    const keys = (await load(workspaceId, source)).map((key) => unwrap(master, workspaceId, key));
    if (keys.length === 0) throw new Error(`Workspace ${workspaceId} has no data key.`);
    const [oldest] = kept.keys();
    if (kept.size >= mostWorkspaces && oldest !== undefined) kept.delete(oldest);
    kept.set(workspaceId, { keys, readAt: elapsed() });
    return keys;
  }

  function known(workspaceId: string): readonly CipherKey[] | undefined {
    const found = kept.get(workspaceId);
    return found !== undefined && elapsed() - found.readAt < keysKeptMs ? found.keys : undefined;
  }

  return {
    async cipher(workspaceId, source) {
      const keys = known(workspaceId) ?? (await read(workspaceId, source));
      const newest = keys.at(-1) as CipherKey;
      return {
        seal: (plaintext, place) => seal(newest, plaintext, place),
        async open(sealed, place) {
          const id = keyIdOf(sealed);
          const among = (some: readonly CipherKey[]) => some.find((key) => key.id.toLowerCase() === id);
          const key = among(keys) ?? among(await read(workspaceId, source));
          if (key !== undefined) return open(key, sealed, place);
          throw new SealError("unknown-key", `Workspace ${workspaceId} has no data key ${id}.`);
        },
      };
    },
    forget(workspaceId) {
      kept.delete(workspaceId);
    },
  };
}

function unwrap(master: MasterKey, workspaceId: string, { id, wrapped }: WrappedKey): CipherKey {
  if (keyIdOf(wrapped) !== master.id) {
    throw new SealError(
      "unknown-key",
      `The data key ${id} needs another master key (${keyIdOf(wrapped)}) than the one given (${master.id}). ` +
        "Name the right file with --master-key-file (HASTE_MASTER_KEY_FILE).",
    );
  }
  return { id, key: createSecretKey(open(master, wrapped, placeOf(workspaceId, id))) };
}

function placeOf(workspaceId: string, id: string): string {
  return `data key ${id.toLowerCase()} of workspace ${workspaceId.toLowerCase()}`;
}
