import type { SmtpReply } from "@haste/engine/send";

/** Where and as whom a connection signs in. */
export interface MailServer {
  /** The address to connect to, already checked; never looked up again. */
  readonly host: string;
  /** The name its certificate must carry; null where the host was given as an address. */
  readonly servername: string | null;
  readonly port: number;
  /** `none` only for hosts inside --allow-private-hosts and the sandbox. */
  readonly tls: "implicit" | "starttls" | "opportunistic" | "none";
  readonly username: string | null;
  readonly password: string | null;
}

/** One email in its final form. */
export interface OutgoingMail {
  readonly envelope: { readonly from: string; readonly to: string };
  readonly raw: Buffer;
}

/**
 * What is known after an attempt; never more than that.
 * - `accepted`: the server took it after the final dot.
 * - `refused`: the server said no at a named stage.
 * - `unsent`: the connection failed while the server could not have had the whole mail; it may be tried again.
 * - `uncertain`: the whole mail was handed over and no answer came; it is never sent again by itself.
 */
export type Outcome =
  | { readonly kind: "accepted"; readonly reply: SmtpReply; readonly providerMessageId: string | null }
  | {
      readonly kind: "refused";
      readonly reply: SmtpReply;
      readonly stage: "connection" | "sender" | "recipient" | "content";
    }
  | { readonly kind: "unsent"; readonly reason: string; readonly reply: SmtpReply | null }
  | { readonly kind: "uncertain"; readonly reason: string };

/** One persistent conversation with a server; used for one mail at a time. */
export interface MailConnection {
  send(mail: OutgoingMail): Promise<Outcome>;
  /** False once the server hung up: open another one. */
  isUsable(): boolean;
  close(): void;
}

/** Opening failed: nothing was handed over. `credentials`: signing in is what failed, so the account needs its owner. */
export interface ConnectionRefusal {
  readonly reason: string;
  readonly reply: SmtpReply | null;
  readonly credentials: boolean;
}

/** One file of this shape per provider, registered by name. */
export interface Provider {
  readonly name: string;
  /** How many connections one account may keep open at once. */
  readonly connections: number;
  open(server: MailServer): Promise<{ ok: true; connection: MailConnection } | { ok: false; error: ConnectionRefusal }>;
}
