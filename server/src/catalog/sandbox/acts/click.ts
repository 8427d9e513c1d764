import type { ActDetail } from "../queries/acts.ts";
import { type ActKindFile, visits } from "./act.ts";
import { callerOf } from "./callers.ts";
import type { MailLink } from "./links.ts";
import type { ReadMail } from "./read-mail.ts";

/** Every link of the mail, as a scanner walks them. */
export const everyLink = "*";

/** Follows a link, or all of them. Some scanners ask for the head before the body, some twice. */
export const click: ActKindFile = async ({ mail, detail, recipient }) => {
  const { userAgent, address, asks } = callerOf(detail, recipient);
  const headers = { accept: "text/html,application/xhtml+xml,*/*;q=0.8", "x-forwarded-for": address };
  return visits(
    chooseLinks(mail, detail).flatMap(({ href: url }) => asks.map((method) => ({ method, url, userAgent, headers }))),
  );
};

/**
 * The links meant: by `link` an address, the text of a link or `*` for all; by `place` the one at that place of those that
 * do not unsubscribe, if there are so many; else the first of those.
 */
export function chooseLinks(mail: ReadMail, { link, place = 0 }: ActDetail): readonly MailLink[] {
  if (link === everyLink) return mail.links;
  if (link !== undefined) return mail.links.filter(({ href, text }) => href === link || text === link).slice(0, 1);
  return mail.links.filter(({ href }) => !isUnsubscribe(href)).slice(place, place + 1);
}

function isUnsubscribe(href: string): boolean {
  return URL.parse(href)?.pathname.startsWith("/u/") === true;
}
