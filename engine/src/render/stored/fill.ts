import { ok, type Result, refuse } from "../../base/index.ts";
import { escapeAttribute } from "../html/entities.ts";
import type { FillRefusal } from "../liquid/stop.ts";
import { linkMark, type OldEmail } from "./compile.ts";
import { fillTemplate } from "./language.ts";

export interface OldWords {
  readonly subject: string | null;
  readonly html: (hrefs: readonly string[]) => string;
  readonly text: string;
  readonly targets: readonly string[];
}

interface OldScopes {
  readonly html: object;
  readonly plain: object;
}

/** Fills what {@link compileOld} read; links are put in by whoever knows where they lead. */
export function fillOld(email: OldEmail, scopes: OldScopes): Result<OldWords, FillRefusal> {
  const subject = email.subject === null ? ok(null) : fillTemplate(email.subject, scopes.plain);
  if (!subject.ok) return subject;
  const targets: string[] = [];
  for (const link of email.links) {
    const filled = fillTemplate(link, scopes.plain);
    if (!filled.ok) return filled;
    targets.push(filled.value);
  }
  const html = fillTemplate(email.html, scopes.html);
  if (!html.ok) return html;
  const text = fillTemplate(email.text, scopes.plain);
  if (!text.ok) return refuse(text.error);
  const withLinks = (hrefs: readonly string[]) =>
    hrefs.reduce((written, href, at) => written.replaceAll(linkMark(at), () => escapeAttribute(href)), html.value);
  return ok({ subject: subject.value, html: withLinks, text: text.value, targets });
}
