/**
 * When complaints stop an account by themselves.
 *
 * Google: "keep spam rates reported in Postmaster Tools below 0.1 % and prevent spam rates from ever reaching 0.3 % or
 * higher" (https://support.google.com/a/answer/81126); Yahoo: "keep your spam rate below 0.3 %"
 * (https://senders.yahooinc.com/best-practices/). Whoever reaches 0.3 % is filtered for weeks, so the account stops
 * before: from 0.2 % on, as soon as its mail cannot well be that of a sender who keeps to 0.1 %.
 */
import { type Rate, rateOf } from "../report/index.ts";

export const complaintMarks = { watched: 0.001, stops: 0.002, never: 0.003 } as const;

/** Two people press the wrong button on the same day; three within a month are a sign. */
const fewestComplaints = 3;
/** How often so many complaints may come to a sender who keeps to 0.1 % before they stand for more than chance. */
const chance = 0.01;

/** `reason`: a sentence for the account's owner; null where there is nothing to say. */
export type ComplaintVerdict = { readonly rate: Rate } & (
  | { readonly state: "fine"; readonly reason: null }
  | { readonly state: "watch" | "stop"; readonly reason: string }
);

/** @param sent mails the servers took in the time the complaints are counted in */
export function judgeComplaints({
  complained,
  sent,
}: {
  readonly complained: number;
  readonly sent: number;
}): ComplaintVerdict {
  const rate = rateOf(complained, sent);
  if (rate.rate === null || rate.rate < complaintMarks.watched || complained === 0)
    return { state: "fine", rate, reason: null };
  const said = `${complained} of ${sent} mails were reported as spam (${percent(rate.rate)}).`;
  const isProven = atLeast(complained, sent * complaintMarks.watched) < chance;
  if (complained >= fewestComplaints && rate.rate >= complaintMarks.stops && isProven) {
    return {
      state: "stop",
      rate,
      reason: `${said} From 0.3 % on Gmail and Yahoo filter a sender's mail, so an account is to stop before.`,
    };
  }
  return { state: "watch", rate, reason: `${said} Good is under 0.1 %.` };
}

/**
 * The chance of at least `count` where fewer, `mean`, are expected (Poisson, which the binomial is for rare events). The
 * tail is summed from its largest term, in logarithms: e^-mean is zero to a computer from 745 on.
 */
function atLeast(count: number, mean: number): number {
  let logTerm = -mean;
  for (let at = 1; at <= count; at += 1) logTerm += Math.log(mean / at);
  let tail = 0;
  let share = 1;
  for (let at = count + 1; share > 1e-9; at += 1) {
    tail += share;
    share *= mean / at;
  }
  return Math.exp(logTerm) * tail;
}

function percent(rate: number): string {
  return `${Math.round(rate * 10_000) / 100} %`;
}
