import type { DeliverabilityMetrics } from "@haste/contract/nouns/deliverability";
import { judgeContent } from "@haste/engine/deliverability";
import type { WorkContext } from "../../../platform/context/index.ts";
import { listRunningEmails } from "./queries.ts";

/** Judging one takes about a millisecond, and somebody waits for all of them. */
const mostEmails = 50;
/** Less than this is craft, which stands beside the editor. */
const fewestPoints = 0.25;
const mostIssues = 100;

/** What filters count against the emails of sequences that run, the gravest first. */
export async function contentIssues(ctx: WorkContext): Promise<DeliverabilityMetrics["contentIssues"]> {
  const emails = await listRunningEmails(ctx.tx, mostEmails);
  return emails
    .flatMap(({ sequenceId, sequenceName, stepId, subject, htmlContent, textContent }) => {
      const content = { subject, htmlContent: htmlContent ?? "", textContent, attachments: [] };
      return judgeContent(content).issues.map(({ place, ...issue }) => ({
        ...issue,
        ...{ part: place.part, line: place.line, sequenceId, sequenceName, stepId },
      }));
    })
    .filter(({ points }) => points >= fewestPoints)
    .sort((a, b) => b.points - a.points)
    .slice(0, mostIssues);
}
