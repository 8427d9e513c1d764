import { jsonOf, type Reading, textAt } from "./api/answer.ts";
import { apiProvider, type Dialect } from "./api/api-connection.ts";
import type { Answer, ApiRequest } from "./api/exchange.ts";

/** Limits of use, which Gmail says with 403 as well as with 429. */
const limits: ReadonlySet<string> = new Set([
  "rateLimitExceeded",
  "userRateLimitExceeded",
  "dailyLimitExceeded",
  "quotaExceeded",
  "concurrentLimitExceeded",
]);

/** The bytes as they are; the Message-ID in them stays, so Gmail's own id is a word of its answer and no more. */
export const gmailDialect: Dialect = {
  name: "gmail",
  // Gmail allows a user 250 units a second and counts 100 for a mail; more at once are only refused.
  connections: 2,
  urlOf: () => "https://gmail.googleapis.com",
  lacks: () => null,
  send(mail, _server, token, thread) {
    const message = { raw: mail.raw.toString("base64url"), ...(thread === null ? {} : { threadId: thread }) };
    return {
      method: "POST",
      path: "/gmail/v1/users/me/messages/send",
      headers: { ...bearer(token), "content-type": "application/json" },
      body: Buffer.from(JSON.stringify(message)),
    };
  },
  accepted(answer) {
    const message = jsonOf(answer);
    return {
      words: `id ${textAt(message, "id") ?? "?"} thread ${textAt(message, "threadId") ?? "?"}`,
      providerMessageId: null,
    };
  },
  refused: readRefusal,
  thread: { ask: searchFor, read: (answer) => textAt(jsonOf(answer), "messages", 0, "threadId") },
  look: {
    // Wherever it lies by now, also thrown away: that it is there proves that it left.
    ask: searchFor,
    isThere(answer) {
      const list = jsonOf(answer);
      if (textAt(list, "messages", 0, "id") !== null) return true;
      return textAt(list, "resultSizeEstimate") === "0" ? false : null;
    },
  },
};

export const gmail = apiProvider(gmailDialect);

function searchFor(messageId: string, token: string): ApiRequest {
  const query = new URLSearchParams({ q: `rfc822msgid:${messageId}`, maxResults: "1", includeSpamTrash: "true" });
  return { method: "GET", path: `/gmail/v1/users/me/messages?${query}`, headers: bearer(token), body: null };
}

function bearer(token: string) {
  return { authorization: `Bearer ${token}` };
}

function readRefusal(answer: Answer, now: Date): Reading {
  const error = jsonOf(answer);
  const message = textAt(error, "error", "message");
  const reason = textAt(error, "error", "errors", 0, "reason") ?? textAt(error, "error", "status") ?? "";
  const words = message === null ? {} : { words: [reason, message].filter((part) => part !== "").join(": ") };
  if (limits.has(reason)) return { ...words, ...pauseOf(message, now), fault: "later" };
  if (answer.status === 429) return { ...words, ...pauseOf(message, now) };
  // "Mail service not enabled": nothing this account writes would leave.
  if (reason === "failedPrecondition") return { ...words, fault: "account" };
  const isAddress = answer.status === 400 && /invalid to header|recipient address/i.test(message ?? "");
  return isAddress ? { ...words, fault: "recipient" } : words;
}

/** "User-rate limit exceeded.  Retry after 2026-11-24T09:25:19.174Z" stands in the words, not in a header. */
function pauseOf(message: string | null, now: Date): { retryAfterMs?: number } {
  const until = Date.parse(/retry after (\S+)/i.exec(message ?? "")?.[1] ?? "");
  return Number.isNaN(until) ? {} : { retryAfterMs: Math.max(0, until - now.getTime()) };
}
