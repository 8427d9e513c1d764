import type { ResponseOf } from "@haste/contract/client";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { type Rate, rateOf } from "@haste/engine/report";
import { percent } from "../../ui/numbers.ts";
import { place } from "../tree.ts";
import { plainLiquid, titleOf } from "../words.ts";

export type Analytics = ResponseOf<"GET /sequences/:id/analytics">;

/** As many as stand side by side without hiding each other. */
export const MOST_COMPARED = 4;

/** One sequence with its numbers. */
export interface Side {
  readonly sequence: Sequence;
  readonly numbers: Analytics;
}

/** One line of the comparison, a cell for each sequence. */
export interface Line {
  readonly label: string;
  /** What is said under the label. */
  readonly note?: string;
  readonly cells: readonly Cell[];
}

/** A count, a rate with its interval, or in words why there is none. */
export type Cell =
  | { readonly kind: "count"; readonly n: number; readonly title?: string }
  | { readonly kind: "rate"; readonly rate: Rate; readonly title?: string }
  | { readonly kind: "none"; readonly why: string };

const countOf = (n: number): Cell => ({ kind: "count", n });
const rate = (n: number, of: number): Cell => ({ kind: "rate", rate: rateOf(n, of) });

/** The whole of each sequence. */
export function linesOf(sides: readonly Side[]): Line[] {
  const each = (cell: (side: Side) => Cell) => sides.map(cell);
  const summary = (read: (summary: Analytics["summary"]) => Cell) => each(({ numbers }) => read(numbers.summary));
  return [
    { label: "People", cells: summary(({ enrolled }) => countOf(enrolled)) },
    { label: "On the way", cells: summary(({ active }) => countOf(active)) },
    { label: "Mails sent", cells: summary(({ sent }) => countOf(sent)) },
    {
      label: "Human opens",
      note: "machines are not counted",
      cells: each(({ sequence, numbers: { summary: s } }) =>
        sequence.settings.tracking.opens ? rate(s.opened, s.sent) : { kind: "none", why: "not counted" },
      ),
    },
    { label: "Replies", note: "of mails sent", cells: summary((s) => rate(s.replied, s.sent)) },
    {
      label: "Positive replies",
      note: "replies are not sorted by what they say yet",
      cells: each(() => ({ kind: "none", why: "not known" })),
    },
    { label: "Bounced", cells: summary((s) => rate(s.bounced, s.sent)) },
    { label: "Unsubscribed", cells: summary((s) => rate(s.unsubscribed, s.sent)) },
  ];
}

/** Replies step by step: the first email beside the first, whatever stands between. */
export function stepLinesOf(sides: readonly Side[]): Line[] {
  const emails = sides.map(({ sequence }) => {
    const all = place(sequence.steps);
    return all
      .filter(({ step }) => step.type === "email")
      .map((one) => ({ id: one.step.id, title: plainLiquid(titleOf(all, one)) }));
  });
  const most = Math.max(0, ...emails.map((steps) => steps.length));
  return Array.from({ length: most }, (_, at) => ({
    label: `Email ${at + 1}`,
    cells: sides.map(({ numbers }, side): Cell => {
      const step = emails[side]?.[at];
      if (step === undefined) return { kind: "none", why: "no such email" };
      const { title } = step;
      const told = numbers.evidence[`/stepMetrics/${step.id}/replyRate`];
      return { kind: "rate", title, rate: rateOf(told?.n ?? 0, told?.of ?? 0) };
    }),
  }));
}

/** The finding in one sentence: who is answered most, and whether that may be chance. */
export function findingOf(sides: readonly Side[]): string {
  const rated = sides
    .map(({ sequence: { name }, numbers: { summary } }) => ({ name, ...rateOf(summary.replied, summary.sent) }))
    .filter((each) => each.rate !== null)
    .toSorted((a, b) => (b.rate ?? 0) - (a.rate ?? 0));
  const [best, ...others] = rated;
  if (best === undefined) return "None of them has sent a mail yet.";
  if (others.length === 0) return `Only ${best.name} has sent mails so far.`;
  if (best.n === 0) return "Nobody has answered any of them yet.";
  const highest = Math.max(...others.map(({ high }) => high ?? 0));
  const said = `${best.name} is answered most: ${percent(best.rate)} of ${best.of} mails`;
  if ((best.low ?? 0) > highest) return `${said}, more than chance explains.`;
  return `${said}. The ranges overlap, so it may be chance.`;
}
