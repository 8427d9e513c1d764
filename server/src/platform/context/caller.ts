import type { Tx } from "../db/index.ts";
import type { Actor, Workspace } from "./context.ts";

/** What a caller proves itself with: an API key's secret, or the secret in a session cookie. */
export interface Credential {
  readonly kind: "api-key" | "session";
  readonly secret: string;
}

/** Somebody signed in: who, where, and by which key or session. */
export interface Caller {
  readonly workspace: Workspace;
  readonly actor: Actor;
  readonly signIn: { readonly by: Credential["kind"]; readonly id: string };
}

/** Who is calling, as HTTP and sockets ask it; the identity slice answers. */
export interface IdentityPort {
  /** The workspace a secret was made for, or null for a secret that is not ours. Says nothing about its being valid. */
  workspaceOf(credential: Credential): Promise<string | null>;
  /**
   * Reads the caller inside its workspace, in the request's own transaction: a key revoked a moment ago is refused.
   * @throws Problem `unauthenticated` or `invalid_key`
   */
  identify(tx: Tx, credential: Credential, machineNow: Date): Promise<Caller>;
  /** Notes that a key or session was used; writes later and seldom, never in the request. */
  noteUse(caller: Caller, machineNow: Date): void;
}
