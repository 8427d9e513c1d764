import type { Endpoint } from "@haste/contract/endpoint";
import { etagOf } from "./etag.ts";
import { Reply } from "./reply.ts";
import { checkedBody } from "./validate.ts";

/** What goes out: checked against the contract, not yet bytes. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Undefined leaves the browser's cookie alone. */
  readonly session?: string | null;
}

/** What a handler returned, as an answer that fits its row of the table. A misfit is a bug of ours and throws. */
export function answerOf(key: string, row: Endpoint, returned: unknown): Answer {
  const reply = returned instanceof Reply ? (returned as Reply<unknown>) : new Reply(returned);
  const { status = row.status, headers = {}, session } = reply.options;
  // 202 is always open to work that turns out to be long; otherwise the table's status is the promise.
  if (status !== row.status && status !== 202)
    throw new Error(`${key} answered ${status}, but promises ${row.status}.`);
  if (status === 201 && headers.location === undefined) {
    throw new Error(`${key} answered 201 without a Location; return created(path, body).`);
  }
  const body = checkedBody(key, row, reply.body);
  const version = (body as { version?: unknown } | undefined)?.version;
  const etag = row.etag === true && typeof version === "number" ? { etag: etagOf(version) } : {};
  return { status, headers: { ...etag, ...headers }, body, ...(session === undefined ? {} : { session }) };
}
