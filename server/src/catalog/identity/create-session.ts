import { newIdAt } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { insertSession } from "./queries/people.ts";
import { makeToken } from "./secrets.ts";

/** Thirty days after the last use. */
export const sessionMs = 30 * 24 * 3_600_000;

/** Signs a member in; returns the secret for the cookie, which exists nowhere else. */
export async function createSession(tx: Tx, userId: string, machineNow: Date): Promise<string> {
  const { secret, hash } = makeToken();
  const expiresAt = new Date(machineNow.getTime() + sessionMs);
  await insertSession(tx, { id: newIdAt(machineNow), hash, userId, at: machineNow, expiresAt });
  return secret;
}
