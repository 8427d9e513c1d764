import type { SmtpReply } from "@haste/engine/send";
import type { MailParts } from "../compose/compose-mail.ts";
import type { MailFile } from "../compose/compose-rich.ts";
import type { FreshToken } from "./access-token.ts";

/** Where and as whom a connection signs in. */
export interface MailServer {
  /** The address to connect to, already checked; never looked up again. */
  readonly host: string;
  /** The name its certificate must carry; null where the host was given as an address. */
  readonly servername: string | null;
  readonly port: number;
  /** `none` only for hosts inside --allow-private-hosts and the sandbox. */
  readonly tls: "implicit" | "starttls" | "opportunistic" | "none";
  /** null: this server asks nobody who they are. */
  readonly credentials: Credentials | null;
}

/** A password, or a token of an identity provider (OAuth 2). */
export interface Credentials {
  readonly kind: "password" | "token";
  readonly username: string;
  readonly secret: string;
}

/** Where an API is asked, and as whom. */
export interface ApiServer {
  /** Its base; paths are added to it. */
  readonly url: URL;
  /** The address to connect to, already checked; never looked up again. */
  readonly address: string;
  /** The name its certificate must carry; null where the host was given as an address. */
  readonly servername: string | null;
  /** The account's name there: a domain at Mailgun, an access key's id at SES. */
  readonly login: string | null;
  readonly region: string | null;
  /** Requests are signed with it, and dates in answers are read against it. */
  readonly machineNow: () => Date;
  /** A key that stays, or tokens that are renewed. */
  readonly secret: (options?: { readonly refused?: string }) => Promise<FreshToken>;
}

/** One email in its final form. */
export interface OutgoingMail {
  /** What `raw` was made of, for APIs that take parts. */
  readonly parts: MailParts;
  /** What the mail carries beside its words; `raw` holds them too. */
  readonly files: readonly MailFile[];
  /** `id` comes back in reports of servers that know DSN. */
  readonly envelope: { readonly id: string; readonly from: string; readonly to: string };
  readonly raw: Buffer;
}

/**
 * What is known after an attempt; never more than that.
 * - `accepted`: the server took it after the final dot.
 * - `refused`: the server said no at a named stage.
 * - `unsent`: the connection failed while the server could not have had the whole mail; it may be tried again.
 * - `uncertain`: the whole mail was handed over and no answer came; it is never sent again by itself.
 * - `withheld`: the permit was refused, so the mail is not with the server.
 */
export type Outcome =
  | {
      readonly kind: "accepted";
      readonly reply: SmtpReply;
      /** The Message-ID under which the provider sends it, where it says so: answers name it, and later mails refer to it. */
      readonly providerMessageId: string | null;
    }
  | {
      readonly kind: "refused";
      readonly reply: SmtpReply;
      readonly stage: "connection" | "sender" | "recipient" | "content";
      /** The server said how long it wants to be left alone. */
      readonly retryAfterMs?: number;
    }
  | { readonly kind: "unsent"; readonly reason: string; readonly reply: SmtpReply | null }
  | { readonly kind: "uncertain"; readonly reason: string }
  | { readonly kind: "withheld"; readonly permission: Exclude<Permission, "go"> };

/** `stop`: it must not leave any more. `unrecorded`: the database could not say so in time. */
export type Permission = "go" | "stop" | "unrecorded";

/** Never rejects, and answers within a few seconds; asking again gives the same answer. */
export type Permit = () => Promise<Permission>;

export type Speaker = "us" | "server" | "fault";
/** When, in milliseconds since the dialogue about this mail began (of an opening: since the connection); who; what. */
export type TraceLine = readonly [ms: number, by: Speaker, said: string];

/** What was said about one mail, without secrets and without its text. */
export interface DialogueTrace {
  /** How long ago it began. */
  readonly agoMs: number;
  readonly host: string;
  readonly port: number;
  /** The version that was agreed on; null: in the clear. */
  readonly tls: string | null;
  /** What opened the connection, which may have carried other mails before. */
  readonly opening: readonly TraceLine[];
  readonly lines: readonly TraceLine[];
}

/** One persistent conversation with a server; used for one mail at a time. */
export interface MailConnection {
  /**
   * Hands one mail over. A provider asks for the permit at the last instant at which the server cannot have the whole
   * mail: before the final dot, before the API call that sends.
   */
  send(mail: OutgoingMail, permit: Permit): Promise<Outcome>;
  /** False once the server hung up: open another one. */
  isUsable(): boolean;
  close(): void;
  /** What was said so far about the mail under way, or the last one; absent where a provider cannot tell. */
  trace?(): DialogueTrace;
}

/** Opening failed: nothing was handed over. `credentials`: signing in is what failed, so the account needs its owner. */
export interface ConnectionRefusal {
  readonly reason: string;
  readonly reply: SmtpReply | null;
  readonly credentials: boolean;
}

/** What opening came to. */
export type Opened = { ok: true; connection: MailConnection } | { ok: false; error: ConnectionRefusal };

/** One file of this shape per provider, registered by name. */
export interface Provider<Server = MailServer> {
  readonly name: string;
  /** How many connections one account may keep open at once. */
  readonly connections: number;
  open(server: Server): Promise<Opened>;
}

/**
 * What a look into what was sent found. `absent` means that it is not there now, not that it never will be; `unknown`
 * that nobody could look.
 */
export type Finding =
  | { readonly kind: "found" }
  | { readonly kind: "absent" }
  | { readonly kind: "unknown"; readonly reason: string };

/** A provider spoken to over HTTPS. */
export interface ApiProvider extends Provider<ApiServer> {
  /** Where it lies in this region; null: it has no such region. */
  readonly urlOf: (region: string | null) => string | null;
  /** What `login` and `region` have to be for it to work; null: nothing is missing. */
  readonly lacks: (account: { readonly login: string | null; readonly region: string | null }) => string | null;
  /** Looks for a sent mail by its Message-ID; left out by those that keep none. */
  readonly find?: (server: ApiServer, messageId: string) => Promise<Finding>;
}
