import { setTimeout as pause } from "node:timers/promises";
import { imapLimits } from "../limits.ts";
import { type Completion, type ImapCommand, type ImapSession, no, ok } from "../session.ts";
import { textOf } from "../tokens.ts";
import { capabilities } from "./capability.ts";

export const login: ImapCommand = {
  states: ["greeted"],
  run: (session, args) => signIn(session, textOf(args[0]), textOf(args[1])),
};

/** Opens the account, or waits a moment and says no; the third time the connection ends. */
export async function signIn(session: ImapSession, username: string, password: string): Promise<Completion> {
  const mail = await session.store.authenticate(username, password);
  if (mail !== null) {
    session.mail = mail;
    session.state = "authenticated";
    return ok(`[CAPABILITY ${capabilities}] Signed in.`);
  }
  session.failedLogins += 1;
  await pause(imapLimits.failedLoginDelayMs);
  if (session.failedLogins >= imapLimits.failedLogins) {
    await session.send("* BYE Too many wrong passwords.");
    session.state = "logged-out";
  }
  return no("[AUTHENTICATIONFAILED] This name and password open no mailbox.");
}
