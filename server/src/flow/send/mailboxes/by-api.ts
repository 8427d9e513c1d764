import { type ApiServer, mailboxRefusals, openQuestions } from "../providers/index.ts";
import { findAtGmail } from "./gmail.ts";
import type { AskMailbox, OpenMailbox } from "./mailbox.ts";
import { findAtOutlook } from "./outlook.ts";

const mostUnlessTold = 1024 * 1024;
const finders = { gmail: findAtGmail, outlook: findAtOutlook } as const;

/** A mailbox that consented, read with the tokens it is sent with. */
export function openByApi(provider: "gmail" | "outlook", server: ApiServer): OpenMailbox {
  const questions = openQuestions(server, mailboxRefusals[provider]);
  const ask: AskMailbox = async ({ path, headers = {}, mostOctets = mostUnlessTold }) => {
    const asked = await questions.ask({
      request: (token) => ({
        ...{ method: "GET", path, body: null },
        headers: { authorization: `Bearer ${token}`, ...headers },
      }),
      expects: [404],
      mostOctets,
    });
    if (asked.kind !== "answered") throw new Error(`The mailbox cannot be read: ${asked.reason}`);
    if (asked.answer.end === "cut") throw new Error("The connection broke before the answer's end.");
    return asked.answer.status === 404 ? null : asked.answer;
  };
  return { find: (messageId) => finders[provider](ask, messageId), close: () => questions.close() };
}
