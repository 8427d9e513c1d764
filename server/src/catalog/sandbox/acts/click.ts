import { type ActKindFile, type Visit, visits } from "./act.ts";
import type { MailLink } from "./links.ts";
import type { ReadMail } from "./read-mail.ts";
import { userAgentOf } from "./user-agents.ts";

/** Every link of the mail, as a scanner walks them. */
export const everyLink = "*";

/** Follows a link, or all of them. Scanners ask for the head before the body, as many really do. */
export const click: ActKindFile = async ({ mail, detail, recipient }) => {
  const as = detail.as ?? "human";
  const userAgent = userAgentOf(as, recipient);
  const headers = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
  const methods: Visit["method"][] = as === "scanner" ? ["HEAD", "GET"] : ["GET"];
  const chosen = chooseLinks(mail, detail.link);
  return visits(chosen.flatMap(({ href: url }) => methods.map((method) => ({ method, url, userAgent, headers }))));
};

/** The links meant by `link`: an address, the text of a link, `*` for all, or the first that does not unsubscribe. */
export function chooseLinks(mail: ReadMail, link: string | undefined): readonly MailLink[] {
  if (link === everyLink) return mail.links;
  if (link !== undefined) return mail.links.filter(({ href, text }) => href === link || text === link).slice(0, 1);
  return mail.links.filter(({ href }) => !isUnsubscribe(href)).slice(0, 1);
}

function isUnsubscribe(href: string): boolean {
  return URL.parse(href)?.pathname.startsWith("/u/") === true;
}
