import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../base/index.ts";
import type { RefusalStage } from "../track/index.ts";
import { google } from "./replies/google.ts";
import { microsoft } from "./replies/microsoft.ts";
import { others } from "./replies/others.ts";
import type { Meaning, ReplyRule } from "./replies/rule.ts";
import { standard } from "./replies/standard.ts";
import type { SmtpReply } from "./smtp-reply.ts";

/** The table: what single products are known to say before what the standards say; the first row that fits decides. */
export const replyRules: readonly ReplyRule[] = [...google, ...microsoft, ...others, ...standard];

export interface Judgment {
  readonly means: Meaning;
  /** Which row decided, and where its meaning stands. */
  readonly rule: string;
  readonly source: string;
  /** How much later the server wants to be asked again, where it says so. */
  readonly waitMs: number | null;
}

/** What a server's answer that is no yes means, and by which row. The last rows of the table leave no answer out. */
export function judgeReply(reply: SmtpReply, stage: RefusalStage): Judgment {
  const text = reply.text.toLowerCase();
  const rule = replyRules.find((one) => fits(one, { ...reply, text }, stage));
  if (rule === undefined) throw new Error(`No row of the table speaks of ${reply.code}`);
  return { means: rule.means, rule: rule.name, source: rule.source, waitMs: waitOf(text) };
}

function fits(rule: ReplyRule, reply: SmtpReply, stage: RefusalStage): boolean {
  const { code, enhanced, text, stages } = rule;
  if (code !== undefined && (reply.code < code[0] || reply.code > code[1])) return false;
  if (stages !== undefined && !stages.includes(stage)) return false;
  if (enhanced !== undefined && (reply.enhanced === null || !enhanced.test(reply.enhanced))) return false;
  return text === undefined || ignoringCase(text).test(reply.text);
}

const compiled = new Map<RegExp, RegExp>();

/** Rows quote servers as they write; what is compared is in lower case. */
function ignoringCase(pattern: RegExp): RegExp {
  if (pattern.ignoreCase) return pattern;
  const known = compiled.get(pattern) ?? new RegExp(pattern.source, "i");
  compiled.set(pattern, known);
  return known;
}

const units: readonly (readonly [RegExp, number])[] = [
  [/^s/, SECOND_MS],
  [/^m/, MINUTE_MS],
  [/^h/, HOUR_MS],
];
const longestWaitMs = 24 * HOUR_MS;

/** "try again in 15 minutes", "retry after 300 seconds": what servers say in words; no standard has a field for it. */
function waitOf(text: string): number | null {
  const found =
    /(?:again|retry|wait|delayed?)(?: (?:in|after|for|about|at least|another))* (\d{1,5}) ?(s|sec|seconds?|m|mins?|minutes?|h|hours?)\b/.exec(
      text,
    );
  if (found === null) return null;
  const unit = units.find(([begins]) => begins.test(found[2] ?? ""))?.[1] ?? SECOND_MS;
  return Math.min(Number(found[1]) * unit, longestWaitMs);
}
