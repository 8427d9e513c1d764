import type { Endpoints } from "@haste/contract/endpoints";
import type { BestPractices } from "@haste/contract/nouns/reports";
import { WEEK_MS, WEEKDAYS, type Weekday } from "@haste/engine/base";
import { htmlToText } from "@haste/engine/render";
import { findPractices, type Practice, sayPractice, traitsOf, type WordedCell } from "@haste/engine/report";
import type { EmailContent } from "@haste/engine/sequence";
import { stepAt } from "@haste/engine/sequence";
import { loadDefinition } from "../../ledger/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import type { InputOf } from "../../platform/http/index.ts";
import { EvidenceBook } from "./evidence.ts";
import { readScope } from "./performance.ts";
import { periodToWire } from "./period.ts";
import { sumTimed, sumWorded, type WordedSums } from "./queries/practices.ts";

const usualDays = 365;
/** Wordings that were sent less have too few emails to say anything. */
const mostWordings = 300;

/** What the workspace's own emails support; of those that are a week old, because answers to later ones still come. */
export async function readBestPractices(
  ctx: WorkContext,
  { query }: InputOf<Endpoints["GET /reports/best-practices"]>,
): Promise<BestPractices> {
  const asked = readScope(ctx, query, { days: usualDays, from: "day" });
  const settled = ctx.now.getTime() - WEEK_MS;
  const scope = { ...asked, to: new Date(Math.max(asked.from.getTime(), Math.min(asked.to.getTime(), settled))) };
  // Sent together, answered in this order.
  const [timed, worded] = await Promise.all([sumTimed(ctx.tx, scope), sumWorded(ctx.tx, scope, mostWordings)]);
  const cells: WordedCell[] = [];
  for (const sums of worded) {
    const content = await contentOf(ctx, sums);
    if (content !== null) cells.push({ stepId: sums.step_id, ...sums, traits: traitsOf(wordingOf(content)) });
  }
  const { lookedAt, supported } = findPractices({
    timed: timed.map((row) => ({ stepId: row.step_id, ...row, weekday: WEEKDAYS[row.weekday - 1] as Weekday })),
    worded: cells,
  });
  const book = new EvidenceBook();
  return {
    asOf: ctx.now.toISOString(),
    period: periodToWire(scope),
    emails: timed.reduce((sum, row) => sum + row.sent, 0),
    lookedAt,
    practices: supported.map((found, at) => {
      const rateOf = (side: "with" | "without") =>
        book.rate(`/practices/${at}/${side}/replyRate`, found[side].replied, found[side].sent);
      return {
        code: codeOf(found.practice),
        sentence: sayPractice(found),
        effect: { difference: found.difference, low: found.low, high: found.high, level: found.level },
        with: { ...found.with, replyRate: rateOf("with") },
        without: { ...found.without, replyRate: rateOf("without") },
        steps: found.steps,
      };
    }),
    evidence: book.entries,
  };
}

/** The words an email of this step and variant was written with; null: its step writes none. */
async function contentOf(ctx: WorkContext, sums: WordedSums): Promise<EmailContent | null> {
  const definition = await loadDefinition(ctx.tx, sums.sequence_id, sums.sequence_version);
  const step = stepAt(definition, sums.step_id);
  if (step?.kind !== "email") return null;
  const variant = step.test?.variants.find(({ id }) => id === sums.variant_id);
  return variant?.content ?? step.content;
}

function wordingOf({ subject, htmlContent, textContent }: EmailContent) {
  return {
    subject,
    text: textContent ?? htmlToText(htmlContent ?? ""),
    links: htmlContent?.match(/<a\s[^>]*href/gi)?.length ?? 0,
  };
}

function codeOf(practice: Practice): string {
  switch (practice.kind) {
    case "weekday":
      return `weekday:${practice.weekday}`;
    case "dayPart":
      return `dayPart:${practice.part}`;
    case "trait":
      return `trait:${practice.trait}`;
  }
}
