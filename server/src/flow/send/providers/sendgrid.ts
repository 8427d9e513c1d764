import { waysOut } from "../compose/ways-out.ts";
import { jsonOf, type Reading, textAt } from "./api/answer.ts";
import { apiProvider, type Dialect } from "./api/api-connection.ts";
import type { Answer } from "./api/exchange.ts";
import type { OutgoingMail } from "./provider.ts";

/** SendGrid takes parts, not bytes. It signs, and it is told to leave links and text alone: that is our own work. */
export const sendgridDialect: Dialect = {
  name: "sendgrid",
  connections: 5,
  urlOf: (region) => urls[region ?? "global"] ?? null,
  lacks: ({ region }) => (urls[region ?? "global"] === undefined ? "SendGrid has the regions global and eu." : null),
  send: (mail, _server, key) => ({
    method: "POST",
    path: "/v3/mail/send",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: Buffer.from(JSON.stringify(messageOf(mail))),
  }),
  accepted: (answer) => ({ words: `id ${answer.headers["x-message-id"] ?? "?"}`, providerMessageId: null }),
  refused: readRefusal,
};

export const sendgrid = apiProvider(sendgridDialect);

const urls: Readonly<Record<string, string>> = {
  global: "https://api.sendgrid.com",
  eu: "https://api.eu.sendgrid.com",
};

function messageOf({ envelope, parts, files }: OutgoingMail) {
  const { from, to, subject, text, html, messageId, inReplyTo, references } = parts;
  return {
    // Its events carry it back among their own fields, of which `email` is one.
    personalizations: [{ to: [{ email: to }], custom_args: { haste_email: envelope.id } }],
    from: { email: from.address, ...(from.name === "" ? {} : { name: from.name }) },
    subject: orSpace(subject),
    content: [
      { type: "text/plain", value: orSpace(text) },
      { type: "text/html", value: orSpace(html) },
    ],
    headers: {
      "Message-ID": named(messageId),
      ...(inReplyTo === null
        ? {}
        : { "In-Reply-To": named(inReplyTo), References: references.map(named).join(" ") || named(inReplyTo) }),
      "List-Unsubscribe": waysOut(parts).join(", "),
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
    ...(files.length === 0 ? {} : { attachments: files.map(attachmentOf) }),
    tracking_settings: {
      click_tracking: { enable: false, enable_text: false },
      open_tracking: { enable: false },
      subscription_tracking: { enable: false },
    },
  };
}

function attachmentOf({ name, mediaType, content, cid }: OutgoingMail["files"][number]) {
  const shown = cid === null ? { disposition: "attachment" } : { disposition: "inline", content_id: cid };
  return { content: content.toString("base64"), filename: name, type: mediaType, ...shown };
}

/** It refuses an empty string. */
function orSpace(text: string): string {
  return text === "" ? " " : text;
}

function named(id: string): string {
  return `<${id.replaceAll(/[^!-~]|[<>]/g, "")}>`;
}

function readRefusal(answer: Answer, now: Date): Reading {
  const errors = jsonOf(answer);
  const message = textAt(errors, "errors", 0, "message");
  const field = textAt(errors, "errors", 0, "field") ?? "";
  const words = message === null ? {} : { words: `${message} ${field}`.trim() };
  if (answer.status === 400 && /^personalizations\.\d+\.to/.test(field)) return { ...words, fault: "recipient" };
  if (answer.status === 400 && /^from/.test(field)) return { ...words, fault: "account" };
  if (answer.status !== 429 || answer.headers["retry-after"] !== undefined) return words;
  const reset = Number(answer.headers["x-ratelimit-reset"]);
  return reset > 0 ? { ...words, retryAfterMs: Math.max(0, reset * 1_000 - now.getTime()) } : words;
}
