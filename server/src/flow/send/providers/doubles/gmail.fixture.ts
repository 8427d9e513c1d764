import {
  type Heard,
  headerOf,
  headFaults,
  jsonBody,
  mailFaults,
  type Service,
  shapeFaults,
  type Taken,
} from "./double.fixture.ts";

const list = "/gmail/v1/users/me/messages";
const send = `${list}/send`;
const parameters = new Set(["q", "maxResults", "pageToken", "labelIds", "includeSpamTrash"]);

/**
 * Gmail API v1: `users.messages.send` and `users.messages.list`. Assumed, not described: that a Message-ID of ours stays,
 * the words of errors, and that a copy is found by `rfc822msgid:` at once.
 */
export const gmailService: Service = {
  name: "gmail",
  faults(heard) {
    const authorization = /^Bearer \S+$/;
    if (heard.method === "GET" && heard.path === list) {
      const unknown = [...heard.query.keys()].filter((name) => !parameters.has(name));
      return [
        ...unknown.map((name) => `the parameter ${name} is unknown`),
        ...headFaults(heard, { type: null, authorization }),
      ];
    }
    if (heard.method !== "POST" || heard.path !== send) return [`${heard.method} ${heard.path} is unknown`];
    const message = jsonBody(heard);
    return [
      ...headFaults(heard, { type: /^application\/json$/, authorization }),
      ...shapeFaults(message, { raw: "string", "threadId?": "string" }, "message"),
      ...(/^[\w-]+$/.test((message as { raw?: string }).raw ?? "") ? [] : ["raw is not base64url"]),
      ...mailFaults(rawOf(heard)),
    ];
  },
  isSend: ({ path }) => path === send,
  take(heard): Taken {
    const raw = rawOf(heard);
    const { threadId } = jsonBody(heard) as { threadId?: string };
    const messageId = headerOf(raw, "Message-ID");
    return { to: headerOf(raw, "To"), messageId, threadId: threadId ?? `t-${messageId}` };
  },
  answer(heard, taken) {
    const last = taken.at(-1);
    if (heard.path === send) {
      return { status: 200, body: { id: `g${taken.length}`, threadId: last?.threadId, labelIds: ["SENT"] } };
    }
    const wanted = /rfc822msgid:(\S+)/.exec(heard.query.get("q") ?? "")?.[1]?.replace(/^<|>$/g, "");
    const found = taken.filter((one) => one.messageId === `<${wanted}>`);
    if (found.length === 0) return { status: 200, body: { resultSizeEstimate: 0 } };
    const messages = found.map(({ threadId }, at) => ({ id: `g${at}`, threadId }));
    return { status: 200, body: { messages, resultSizeEstimate: found.length } };
  },
};

function rawOf(heard: Heard): Buffer {
  return Buffer.from((jsonBody(heard) as { raw?: string } | null)?.raw ?? "", "base64url");
}
