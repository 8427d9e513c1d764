import type { Caller, Credential, IdentityPort } from "../../platform/context/index.ts";
import { type Database, inWorkspace, outsideWorkspaces } from "../../platform/db/index.ts";
import { sessionMs } from "./create-session.ts";
import { identify } from "./identify.ts";
import { prolongSession, touchKey, workspaceOfSecret } from "./queries/people.ts";
import { hashSecret, isWellFormedKey } from "./secrets.ts";

export interface Identity extends IdentityPort {
  /** Waits for the notes of use that are being written. */
  close(): Promise<void>;
}

/** 100 bytes each. Which workspace a secret was made for never changes, so nothing here can go stale. */
const mostRemembered = 20_000;
/** "Last used" is for people who look for dead keys: a write a minute is exact enough. */
const keyNoteMs = 60_000;
const sessionNoteMs = 3_600_000;

/** Answers who is calling; one per process. */
export function createIdentity(db: Database): Identity {
  const workspaces = new Map<string, string>();
  const notedAt = new Map<string, number>();
  const writes = new Set<Promise<void>>();

  async function workspaceOf(credential: Credential): Promise<string | null> {
    if (credential.kind === "api-key" && !isWellFormedKey(credential.secret)) return null;
    const hash = hashSecret(credential.secret);
    const name = `${credential.kind} ${hash.toString("base64url")}`;
    const known = workspaces.get(name);
    if (known !== undefined) return known;
    const found = await outsideWorkspaces(db, (tx) => workspaceOfSecret(tx, credential.kind, hash));
    if (found !== null) remember(workspaces, name, found);
    return found;
  }

  async function writeUse({ workspace, signIn }: Caller, machineNow: Date): Promise<void> {
    await inWorkspace(db, workspace.id, (tx) =>
      signIn.by === "api-key"
        ? touchKey(tx, signIn.id, machineNow)
        : prolongSession(tx, signIn.id, new Date(machineNow.getTime() + sessionMs)),
    );
  }

  return {
    workspaceOf,
    identify,
    noteUse(caller, machineNow) {
      const { id, by } = caller.signIn;
      const everyMs = by === "api-key" ? keyNoteMs : sessionNoteMs;
      const now = machineNow.getTime();
      if (now - (notedAt.get(id) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
      remember(notedAt, id, now);
      const write = writeUse(caller, machineNow)
        .catch((err: unknown) => db.log.warn({ err }, "the use of a key could not be noted"))
        .finally(() => writes.delete(write));
      writes.add(write);
    },
    close: async () => void (await Promise.all(writes)),
  };
}

/** Keeps the newest; a Map lists its oldest entry first. */
function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  const [oldest] = map.keys();
  if (map.size >= mostRemembered && oldest !== undefined) map.delete(oldest);
  map.set(key, value);
}
