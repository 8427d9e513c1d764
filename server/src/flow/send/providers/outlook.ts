import { jsonOf, textAt } from "./api/answer.ts";
import { apiProvider, type Dialect } from "./api/api-connection.ts";

/**
 * Microsoft Graph. `sendMail` with MIME answers 202 and no id; a copy lies in Sent Items, found by the Message-ID, which
 * stays as it was.
 */
export const outlookDialect: Dialect = {
  name: "outlook",
  // Four requests at once are all a mailbox takes (Graph's limits for Outlook).
  connections: 3,
  urlOf: () => "https://graph.microsoft.com/v1.0",
  lacks: () => null,
  send: (mail, _server, token) => ({
    method: "POST",
    path: "/me/sendMail",
    headers: { authorization: `Bearer ${token}`, "content-type": "text/plain" },
    body: Buffer.from(mail.raw.toString("base64")),
  }),
  accepted: (answer) => ({ words: `request ${answer.headers["request-id"] ?? "?"}`, providerMessageId: null }),
  refused(answer) {
    const error = jsonOf(answer);
    const code = textAt(error, "error", "code") ?? "";
    const words = `${code}: ${textAt(error, "error", "message") ?? ""}`;
    if (throttled.has(code)) return { words, fault: "later" };
    if (code === "ErrorInvalidRecipients") return { words, fault: "recipient" };
    return code === "" ? {} : { words };
  },
  look: {
    ask(messageId, token) {
      const name = `<${messageId.replace(/^<|>$/g, "")}>`.replaceAll("'", "''");
      const query = `$filter=${encodeURIComponent(`internetMessageId eq '${name}'`)}&$select=id&$top=1`;
      return {
        method: "GET",
        // All folders, also Deleted Items: wherever it lies by now, it left.
        path: `/me/messages?${query}`,
        headers: { authorization: `Bearer ${token}` },
        body: null,
      };
    },
    isThere(answer) {
      const { value } = (jsonOf(answer) ?? {}) as { value?: unknown };
      return Array.isArray(value) ? value.length > 0 : null;
    },
  },
};

export const outlook = apiProvider(outlookDialect);

const throttled: ReadonlySet<string> = new Set([
  "ApplicationThrottled",
  "ErrorExceededMessageLimit",
  "ErrorMessageSubmissionBlocked",
  "ErrorServerBusy",
  "TooManyRequests",
]);
