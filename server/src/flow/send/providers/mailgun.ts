import { jsonOf, type Reading, textAt } from "./api/answer.ts";
import { apiProvider, type Dialect } from "./api/api-connection.ts";
import type { Answer } from "./api/exchange.ts";
import type { OutgoingMail } from "./provider.ts";

/** Mailgun, by MIME. Its answer names the Message-ID it sends under: ours. */
export const mailgunDialect: Dialect = {
  name: "mailgun",
  connections: 5,
  urlOf: (region) => urls[region ?? "us"] ?? null,
  lacks({ login, region }) {
    if (login === null) return "This account names no Mailgun domain.";
    return urls[region ?? "us"] === undefined ? "Mailgun has the regions us and eu." : null;
  },
  send(mail, server, key) {
    const boundary = `haste-${mail.envelope.id}`;
    return {
      method: "POST",
      path: `/v3/${encodeURIComponent(server.login ?? "")}/messages.mime`,
      headers: {
        authorization: `Basic ${Buffer.from(`api:${key}`).toString("base64")}`,
        "content-type": `multipart/form-data; boundary=${boundary}`,
      },
      body: formOf(mail, boundary),
    };
  },
  accepted(answer) {
    const id = textAt(jsonOf(answer), "id");
    return { words: `id ${id ?? "?"}`, providerMessageId: id?.includes("@") === true ? id : null };
  },
  refused: readRefusal,
};

export const mailgun = apiProvider(mailgunDialect);

const urls: Readonly<Record<string, string>> = { us: "https://api.mailgun.net", eu: "https://api.eu.mailgun.net" };

/** Links and pixels are our own; `v:email` comes back in its events. */
function formOf({ envelope, raw }: OutgoingMail, boundary: string): Buffer {
  const fields = { to: envelope.to, "o:tracking": "no", "v:email": envelope.id };
  const head = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file = `--${boundary}\r\nContent-Disposition: form-data; name="message"; filename="mail.eml"\r\nContent-Type: message/rfc822\r\n\r\n`;
  return Buffer.concat([Buffer.from(head.join("") + file), raw, Buffer.from(`\r\n--${boundary}--\r\n`)]);
}

function readRefusal(answer: Answer): Reading {
  const words = textAt(jsonOf(answer), "message") ?? textAt(jsonOf(answer));
  if (words === null) return {};
  const seconds = /try again after (\d{1,6}) seconds/i.exec(words)?.[1];
  if (seconds !== undefined) return { words, fault: "later", retryAfterMs: Number(seconds) * 1_000 };
  if (answer.status === 400 && /'?to'? parameter is not a valid address/i.test(words))
    return { words, fault: "recipient" };
  if (/is not allowed to send/i.test(words)) return { words, fault: "account" };
  return { words };
}
