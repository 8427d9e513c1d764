import { randomUUID } from "node:crypto";
import { ImapFlow } from "imapflow";
import type { Product } from "../support/product.ts";
import type { Mail } from "./scene.ts";

/** A mail as its bytes say it: the header fields in their order, unfolded, and what follows them. */
export interface Source {
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
  /** The value of a field that must stand exactly once. */
  one(name: string): string;
}

export function sourceOf(mail: Pick<Mail, "raw">): Source {
  const [head = "", ...rest] = (mail.raw ?? "").split(/\r?\n\r?\n/);
  const fields = head
    .replace(/\r?\n[ \t]+/g, " ")
    .split(/\r?\n/)
    .map((line) => ({ name: line.slice(0, line.indexOf(":")), value: line.slice(line.indexOf(":") + 1).trim() }));
  return {
    fields,
    body: rest.join("\r\n\r\n"),
    one(name) {
      const found = fields.filter((field) => field.name.toLowerCase() === name.toLowerCase());
      if (found.length !== 1) throw new Error(`${name} stands ${found.length} times in the mail.`);
      return found[0]?.value ?? "";
    },
  };
}

/** Puts an answer into the mailbox of whoever sent the mail, as their server would deliver it. */
export async function answerByImap(product: Product, mail: Mail, text: string): Promise<void> {
  const client = new ImapFlow({
    host: "127.0.0.1",
    port: product.sandbox.imapPort,
    secure: false,
    doSTARTTLS: false,
    auth: { user: mail.from, pass: product.mailPassword(product.workspaceId, mail.from) },
    logger: false,
  });
  await client.connect();
  try {
    await client.append("INBOX", Buffer.from(answerTo(mail, text)));
  } finally {
    await client.logout();
  }
}

function answerTo(mail: Mail, text: string): string {
  return [
    `From: <${mail.to}>`,
    `To: <${mail.from}>`,
    `Subject: Re: ${mail.subject}`,
    `Message-ID: <${randomUUID()}@reader.example>`,
    `In-Reply-To: ${mail.messageId}`,
    `References: ${mail.messageId}`,
    `Date: ${new Date(mail.receivedAt).toUTCString().replace("GMT", "+0000")}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "",
    text,
    "",
    ...(mail.text ?? "").split("\n").map((line) => `> ${line.trimEnd()}`),
    "",
  ].join("\r\n");
}
