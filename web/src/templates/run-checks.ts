/** Looks an email over as the renderer's own checks do. Loaded late: it brings the renderer. */
import { type Finding, lintEmail, type SnippetText } from "@haste/engine/render";
import type { Words } from "./draft.ts";

export function runChecks(
  { subject, preheader, htmlContent, textContent }: Words,
  snippets: ReadonlyMap<string, SnippetText>,
): Finding[] {
  const isFollowUp = subject.trim() === "";
  const source = {
    subject: isFollowUp ? null : subject,
    htmlContent,
    textContent: textContent.trim() || null,
    preheader,
  };
  return lintEmail(source, { isFollowUp, compile: { snippets } });
}
