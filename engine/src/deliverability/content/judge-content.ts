import { type Finding, hostOf, type LintAround, linksOf, lintEmail } from "../../render/index.ts";
import { type ContentToJudge, findForFilters } from "./own-rules.ts";
import { pointsOf, spamFrom } from "./points.ts";

/** Something about the content that filters count, and how much. */
export interface ContentIssue extends Finding {
  readonly points: number;
}

export interface ContentVerdict {
  /** The gravest first. */
  readonly issues: readonly ContentIssue[];
  readonly points: number;
  readonly spamFrom: number;
  /** Names that its links lead to, each once. */
  readonly hosts: readonly string[];
}

/** Judges a mail as a filter that knows nothing of its sender: the editor's checks and those of filters, in points. */
export function judgeContent(content: ContentToJudge, around: LintAround = {}): ContentVerdict {
  const source = { subject: content.subject, htmlContent: content.htmlContent, textContent: content.textContent };
  const links = [...new Set([...linksOf(source), ...oddLinksIn(content.htmlContent)])];
  const isFollowUp = around.isFollowUp ?? content.subject === null;
  const found = [...lintEmail(source, { ...around, isFollowUp }), ...findForFilters(content, links)];
  const points = pointsOf(found);
  const issues = found.flatMap((finding, at) => {
    const counted = points[at] ?? null;
    return counted === null ? [] : [{ ...finding, points: counted }];
  });
  return {
    issues: issues.sort((a, b) => b.points - a.points),
    points: Math.round(issues.reduce((sum, issue) => sum + issue.points, 0) * 10) / 10,
    spamFrom,
    hosts: [...new Set(links.flatMap((link) => hostOf(link) ?? []))],
  };
}

/** Links that are not counted, because nobody may follow them: the compiler leaves them out. */
function oddLinksIn(html: string): string[] {
  return [...html.matchAll(/\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/gi)]
    .map(([, double, single, bare]) => (double ?? single ?? bare ?? "").trim())
    .filter((href) => /^[a-z][a-z\d+.-]*:/i.test(href) && !/^(?:mailto|tel|sms|cid):/i.test(href));
}
