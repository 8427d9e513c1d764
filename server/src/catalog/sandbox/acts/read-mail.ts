import { type AddressObject, simpleParser } from "mailparser";
import { idsIn } from "../mail-text.ts";
import { linksIn, type MailLink, picturesIn } from "./links.ts";

/** A caught mail as its recipient's mail program shows it. */
export interface ReadMail {
  readonly html: string | null;
  readonly text: string | null;
  /** In their order, folded lines joined, encoded words kept. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly from: Person;
  readonly to: Person;
  /** Where an answer goes: Reply-To, else From. */
  readonly replyTo: string;
  readonly subject: string;
  readonly sentAt: Date | null;
  readonly messageId: string | null;
  readonly references: readonly string[];
  readonly links: readonly MailLink[];
  readonly pictures: readonly string[];
  /** Where one click unsubscribes (RFC 8058): only with both headers. */
  readonly oneClickUrl: string | null;
}

export interface Person {
  readonly address: string;
  readonly name: string | null;
}

export async function readMail(raw: Buffer): Promise<ReadMail> {
  const mail = await simpleParser(raw, { skipTextToHtml: true, skipTextLinks: true, keepCidLinks: true });
  const headers = mail.headerLines.map(({ line }) => {
    const colon = line.indexOf(":");
    return {
      name: line.slice(0, colon),
      value: line
        .slice(colon + 1)
        .replace(/\r?\n/g, "")
        .trim(),
    };
  });
  const header = (name: string) => headers.find((each) => each.name.toLowerCase() === name)?.value ?? "";
  const html = mail.html === false || mail.html === undefined ? null : mail.html;
  const from = personIn(mail.from);
  return {
    html,
    text: mail.text ?? null,
    headers,
    from,
    to: personIn(mail.to),
    replyTo: personIn(mail.replyTo).address || from.address,
    subject: mail.subject ?? "",
    sentAt: mail.date ?? null,
    messageId: mail.messageId?.replace(/^<|>$/g, "") ?? null,
    references: idsIn(header("references")),
    links: html === null ? [] : linksIn(html),
    pictures: html === null ? [] : picturesIn(html),
    oneClickUrl: oneClickUrl(header("list-unsubscribe"), header("list-unsubscribe-post")),
  };
}

function oneClickUrl(unsubscribe: string, post: string): string | null {
  if (post.toLowerCase() !== "list-unsubscribe=one-click") return null;
  return /<(https?:[^>]+)>/i.exec(unsubscribe)?.[1] ?? null;
}

function personIn(field: AddressObject | AddressObject[] | undefined): Person {
  const [first] = [field ?? []].flat().flatMap((each) => each.value);
  return { address: first?.address?.toLowerCase() ?? "", name: first?.name || null };
}
