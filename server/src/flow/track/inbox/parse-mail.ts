import type { InboundHeader, InboundMail } from "@haste/engine/track";
import { simpleParser } from "mailparser";
import { splitReports } from "./mime-reports.ts";

/** Longer texts and headers are cut: nothing that decides stands so far down. */
const mostText = 256_000;
const mostHeaders = 500;
const mostHeaderValue = 20_000;

/**
 * Takes a mail apart into what the engine reads. Never throws for what a stranger sends: a mail that mailparser cannot
 * read still has its header and its report parts.
 */
export async function parseMail(raw: Buffer): Promise<InboundMail> {
  const { rest, reports } = splitReports(raw);
  const parsed = await simpleParser(rest, {
    skipImageLinks: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    maxHtmlLengthToParse: 1_000_000,
    keepDeliveryStatus: true,
  }).catch(() => null);
  const from = parsed?.from?.value[0];
  return {
    headers: (parsed?.headerLines ?? []).slice(0, mostHeaders).map(unfold),
    from: from?.address?.trim().toLowerCase() || null,
    fromName: from?.name ?? "",
    subject: (parsed?.subject ?? "").slice(0, 1_000),
    text: (parsed?.text ?? "").slice(0, mostText),
    reports,
  };
}

function unfold({ key, line }: { readonly key: string; readonly line: string }): InboundHeader {
  const value = line.slice(line.indexOf(":") + 1).replace(/\r?\n(?=[ \t])/g, "");
  return { name: key, value: value.slice(0, mostHeaderValue).trim() };
}
