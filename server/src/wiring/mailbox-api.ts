import { type ApiServer, mailboxRefusals, openQuestions } from "../flow/send/index.ts";
import { type MailboxApi, MailboxBusy, MailboxRefused } from "../flow/track/index.ts";

const mostOctetsUnlessTold = 1024 * 1024;

/** A mailbox behind the API through which its account sends: the same address, the same tokens, the same words of refusal. */
export async function openMailboxApi(provider: "gmail" | "outlook", server: ApiServer): Promise<MailboxApi> {
  const questions = openQuestions(server, mailboxRefusals[provider]);
  return {
    basePath: server.url.pathname.replace(/\/$/, ""),
    async ask({ method, path, headers = {}, body, expects = [], mostOctets = mostOctetsUnlessTold }) {
      const bytes = body === undefined ? null : Buffer.from(JSON.stringify(body));
      const type = bytes === null ? {} : { "content-type": "application/json" };
      const asked = await questions.ask({
        request: (token) => ({
          method,
          path,
          headers: { authorization: `Bearer ${token}`, ...type, ...headers },
          body: bytes,
        }),
        expects,
        mostOctets,
      });
      if (asked.kind === "refused") throw new MailboxRefused(`The mailbox cannot be read: ${asked.reason}`);
      if (asked.kind === "later") throw new MailboxBusy(asked.reason, asked.retryAfterMs);
      const { status, bytes: answered, end } = asked.answer;
      if (end === "cut") throw new Error("The connection broke before the answer's end.");
      return { status, bytes: answered, isWhole: end === "whole" };
    },
    close: () => questions.close(),
  };
}
