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
export async function parseMail(given: Buffer): Promise<InboundMail> {
  const raw = withLineFeeds(given);
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
    text: (parsed?.text?.trim() ? parsed.text : bareBody(rest)).slice(0, mostText),
    reports,
  };
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
  const body = text.slice(blank.index + blank[0].length);
  return body.replace(/^(?:--\S+|content-[a-z-]+:.*(?:\r?\n[ \t].*)*|boundary=.*)$/gim, "").trim();
}

function unfold({ key, line }: { readonly key: string; readonly line: string }): InboundHeader {
  const value = line.slice(line.indexOf(":") + 1).replace(/\r?\n(?=[ \t])/g, "");
  return { name: key, value: value.slice(0, mostHeaderValue).trim() };
}
