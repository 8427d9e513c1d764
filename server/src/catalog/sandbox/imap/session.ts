import type { Socket } from "node:net";
import type { LineReader } from "./line-reader.ts";
import type { AccountMail, FolderName, MailStore } from "./mail-store.ts";
import type { Token } from "./tokens.ts";

export type SessionState = "greeted" | "authenticated" | "selected" | "logged-out";

/** How a command ended; `text` may begin with a response code in brackets. */
export interface Completion {
  readonly status: "OK" | "NO" | "BAD";
  readonly text: string;
}

/** One verb of IMAP; each lives in its own file of `commands/`. */
export interface ImapCommand {
  /** States in which the verb may be used. */
  readonly states: readonly SessionState[];
  run(session: ImapSession, args: readonly Token[], verb: Verb): Promise<Completion>;
}

export interface Verb {
  /** The command came with the prefix UID: it speaks of UIDs instead of sequence numbers. */
  readonly uid: boolean;
}

/** The folder a client has opened, as it knows it. Sequence number n is `uids[n - 1]`. */
export interface Selected {
  readonly folder: FolderName;
  readonly readOnly: boolean;
  uids: number[];
  modseq: number;
}

/** What the commands may do with a connection. */
export interface ImapSession {
  readonly store: MailStore;
  readonly reader: LineReader;
  readonly socket: Socket;
  state: SessionState;
  mail: AccountMail | null;
  selected: Selected | null;
  failedLogins: number;
  /** The client asked for mod-sequences (RFC 7162 §3.1): changes are told with them. */
  condstore: boolean;
  /** Sends one answer, CRLF added; waits while the client reads slower than we write. */
  send(answer: string | Buffer): Promise<void>;
}

/** Ends a command with NO and its reason. */
export class Refusal extends Error {}

export const ok = (text: string): Completion => ({ status: "OK", text });
export const no = (text: string): Completion => ({ status: "NO", text });

export const anyState: readonly SessionState[] = ["greeted", "authenticated", "selected"];
export const signedIn: readonly SessionState[] = ["authenticated", "selected"];

/** The account of a session that has signed in. */
export function mailOf(session: ImapSession): AccountMail {
  if (session.mail === null) throw new Refusal("Sign in first.");
  return session.mail;
}

export function selectedOf(session: ImapSession): Selected {
  if (session.selected === null) throw new Refusal("Select a folder first.");
  return session.selected;
}
