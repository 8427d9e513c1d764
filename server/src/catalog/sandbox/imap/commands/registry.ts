import type { ImapCommand } from "../session.ts";
import { append } from "./append.ts";
import { authenticate } from "./authenticate.ts";
import { capability } from "./capability.ts";
import { close, unselect } from "./close.ts";
import { enable } from "./enable.ts";
import { expunge } from "./expunge.ts";
import { fetch } from "./fetch.ts";
import { id } from "./id.ts";
import { idle } from "./idle.ts";
import { list } from "./list.ts";
import { login } from "./login.ts";
import { logout } from "./logout.ts";
import { namespace } from "./namespace.ts";
import { noop } from "./noop.ts";
import { search } from "./search.ts";
import { select } from "./select.ts";
import { status } from "./status.ts";
import { store } from "./store.ts";
import { subscribe } from "./subscribe.ts";

export { capabilities } from "./capability.ts";

/** Every verb we speak; those with the prefix UID are listed with it. */
export const commands: ReadonlyMap<string, ImapCommand> = new Map([
  ["APPEND", append],
  ["AUTHENTICATE", authenticate],
  ["CAPABILITY", capability],
  ["CHECK", noop],
  ["CLOSE", close],
  ["ENABLE", enable],
  ["EXAMINE", select({ readOnly: true })],
  ["EXPUNGE", expunge],
  ["FETCH", fetch],
  ["ID", id],
  ["IDLE", idle],
  ["LIST", list("LIST")],
  ["LOGIN", login],
  ["LOGOUT", logout],
  ["LSUB", list("LSUB")],
  ["NAMESPACE", namespace],
  ["NOOP", noop],
  ["SEARCH", search],
  ["SELECT", select({ readOnly: false })],
  ["STATUS", status],
  ["STORE", store],
  ["SUBSCRIBE", subscribe],
  ["UID EXPUNGE", expunge],
  ["UID FETCH", fetch],
  ["UID SEARCH", search],
  ["UID STORE", store],
  ["UNSELECT", unselect],
  ["UNSUBSCRIBE", subscribe],
]);
