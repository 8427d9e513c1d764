import type { ActDetail } from "../queries/acts.ts";
import type { ReadMail } from "./read-mail.ts";

/** One request that a recipient's mail program, browser or scanner makes. */
export interface Visit {
  readonly method: "GET" | "HEAD" | "POST";
  readonly url: string;
  readonly userAgent: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What an act amounts to: requests to the product's public addresses, or a mail into the sender's mailbox. */
export type Performance =
  | { readonly road: "http"; readonly visits: readonly Visit[] }
  | { readonly road: "mail"; readonly from: string; readonly raw: Buffer };

export interface ActInput {
  readonly actId: string;
  readonly detail: ActDetail;
  readonly mail: ReadMail;
  /** The mail's bytes, which bounces and complaints send back. */
  readonly raw: Buffer;
  /** The recipient it was caught for, and the account that sent it; both in lower case. */
  readonly recipient: string;
  readonly account: string;
  /** Workspace time. */
  readonly now: Date;
}

/** Decides what an act does. Pure but for composing: it makes no request and stores nothing. */
export type ActKindFile = (input: ActInput) => Promise<Performance>;

export const visits = (list: readonly Visit[]): Performance => ({ road: "http", visits: list });
