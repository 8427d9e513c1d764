import type { InboundHeader, InboundMail } from "@haste/engine/track";
import { type ParsedMail, simpleParser } from "mailparser";
import { splitReports } from "./mime-reports.ts";
import { reportAttachment } from "./report-attachment.ts";

/** Longer texts and headers are cut: nothing that decides stands so far down. */
const mostText = 256_000;
const mostHeaders = 500;
const mostHeaderValue = 20_000;
/** HTML that is longer is not kept: cut in the middle it would show as something else. Its text is. */
const mostHtml = 400_000;

/** What the engine reads, and the HTML part for people to look at; null: there is none. */
export interface ParsedInbound extends InboundMail {
  readonly html: string | null;
  /** A receiver's report about the mail of a domain, as it is attached; null: it is no such mail. */
  readonly receiverReport: Buffer | null;
}

/**
 * Takes a mail apart into what the engine reads. Never throws for what a stranger sends: a mail that mailparser cannot
 * read still has its header and its report parts.
 */
export async function parseMail(given: Buffer): Promise<ParsedInbound> {
  const raw = withLineFeeds(given);
  const { rest, reports } = splitReports(raw);
  const parsed = (await readWith(rest)) ?? (await readWith(reduced(rest)));
  const from = parsed?.from?.value[0];
  return {
    headers: (parsed?.headerLines ?? []).slice(0, mostHeaders).map(unfold),
    from: from?.address?.trim().toLowerCase() || null,
    fromName: from?.name ?? "",
    subject: (parsed?.subject ?? "").slice(0, 1_000),
    text: (parsed?.text?.trim() ? parsed.text : bareBody(rest)).slice(0, mostText),
    reports,
    receiverReport: parsed === null ? null : reportAttachment(parsed),
    html: parsed?.html && parsed.html.length <= mostHtml ? parsed.html : null,
  };
}

/** null: it refuses mails with too many parts, too deep ones, and headers of megabytes. */
function readWith(raw: Buffer): Promise<ParsedMail | null> {
  const limits = { skipImageLinks: true, skipTextToHtml: true, skipTextLinks: true, maxHtmlLengthToParse: 1_000_000 };
  return simpleParser(raw, { ...limits, keepDeliveryStatus: true }).catch(() => null);
}

/** The fields that say whose mail it is and what it answers; of the others some. */
const telling =
  /^(?:from|to|cc|subject|date|message-id|in-reply-to|references|return-path|auto-submitted|precedence|list-id|x-failed-recipients):/i;
const mostReducedHeader = 100_000;

/** The same mail as one plain part with a header of bearable size: who wrote it, and what, is never lost. */
function reduced(raw: Buffer): Buffer {
  const text = raw.subarray(0, 8_000_000).toString("latin1");
  const blank = text.search(/\r?\n\r?\n/);
  const fields = text.slice(0, blank === -1 ? undefined : blank).split(/\r?\n(?![ \t])/);
  const kept = [
    ...fields.filter((field) => telling.test(field)),
    ...fields.filter((field) => !telling.test(field) && !/^(?:content-|mime-version)/i.test(field)),
  ].map((field) => field.slice(0, mostHeaderValue));
  const header = kept.slice(0, mostHeaders).join("\r\n").slice(0, mostReducedHeader);
  const body = blank === -1 ? "" : withoutPartHeaders(text.slice(blank, blank + mostText));
  return Buffer.from(`${header}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body}`, "latin1");
}

/** Old systems end lines with a carriage return alone; every reader of mails wants a line feed. */
function withLineFeeds(raw: Buffer): Buffer {
  if (raw.includes(0x0a) || !raw.includes(0x0d)) return raw;
  return Buffer.from(raw.toString("latin1").replaceAll("\r", "\n"), "latin1");
}

/**
 * What stands below the header, for a mail whose parts cannot be found (a boundary that was lost or never folded in):
 * better with its part headers than not at all.
 */
function bareBody(rest: Buffer): string {
  const text = rest.subarray(0, mostText).toString("utf8");
  const blank = /\r?\n\r?\n/.exec(text);
  if (blank === null || !/^content-type:\s*multipart\//im.test(text.slice(0, blank.index))) return "";
  return withoutPartHeaders(text.slice(blank.index + blank[0].length));
}

function withoutPartHeaders(body: string): string {
  return body.replace(/^(?:--\S+|content-[a-z-]+:.*(?:\r?\n[ \t].*)*|boundary=.*)$/gim, "").trim();
}

function unfold({ key, line }: { readonly key: string; readonly line: string }): InboundHeader {
  const value = line.slice(line.indexOf(":") + 1).replace(/\r?\n(?=[ \t])/g, "");
  return { name: key, value: value.slice(0, mostHeaderValue).trim() };
}
