import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { epochDayOf } from "@haste/engine/base";
import { type InboundReading, type ReportedRecipient, readInbound } from "@haste/engine/track";
import { describe, expect, test } from "vitest";
import { parseMail } from "./parse-mail.ts";

/**
 * Scores on labeled outside mails. They are no part of this repository: they lie beside the checkout or where
 * HASTE_CORPORA says.
 */
const corpora = process.env.HASTE_CORPORA ?? resolve(import.meta.dirname, "../../../../../../shared/corpora");
const bounces = join(corpora, "bounces");
const isThere = existsSync(join(bounces, "labels.json"));
if (!isThere) report(`Skipped: no labeled bounces at ${bounces} (set HASTE_CORPORA).`);

function report(line: string): void {
  process.stdout.write(`${line}\n`);
}

interface Label {
  readonly reason: string;
  readonly hardbounce: boolean;
}

const context = { ownAddresses: new Set<string>(), today: epochDayOf(2013, 3, 16) };
const read = async (path: string) => readInbound(await parseMail(readFileSync(path)), context);

/** Coarse classes: whose fault it is, as far as a sender acts on it. */
const coarse: Readonly<Record<string, string>> = {
  userunknown: "address",
  hostunknown: "address",
  hasmoved: "address",
  notaccept: "address",
  mailboxfull: "mailbox",
  suspend: "mailbox",
  expired: "mailbox",
  networkerror: "mailbox",
  systemfull: "mailbox",
  blocked: "sender",
  rejected: "sender",
  authfailure: "sender",
  requireptr: "sender",
  policyviolation: "sender",
  securityerror: "sender",
  spamdetected: "sender",
  badreputation: "sender",
  toomanyconn: "sender",
  speeding: "sender",
  norelaying: "sender",
  failedstarttls: "sender",
  mesgtoobig: "content",
  exceedlimit: "content",
  notcompliantrfc: "content",
  virusdetected: "content",
};
const coarseOfType = { hard: "address", soft: "mailbox", block: "sender", auth: "sender", content: "content" } as const;

describe.skipIf(!isThere)("outside mails", () => {
  test("bounces, complaints and vacation answers of 70 mail servers are told apart", async () => {
    const labels = JSON.parse(readFileSync(join(bounces, "labels.json"), "utf8")) as Record<string, Label[]>;
    const score = { classes: 0, mails: 0, dead: 0, recipients: 0, killed: 0, reasons: 0, withReason: 0 };
    const misses: string[] = [];
    for (const [name, expected] of Object.entries(labels)) {
      const reading = await read(join(bounces, "mails", name));
      score.mails += 1;
      const isRight = classesOf(expected[0]?.reason ?? "").includes(reading.class);
      if (isRight) score.classes += 1;
      else misses.push(`${name}: ${expected[0]?.reason} read as ${reading.class}`);
      if (reading.class !== "bounce" && reading.class !== "delay") continue;
      for (const [index, label] of expected.entries()) {
        const found: ReportedRecipient | undefined = reading.recipients[index] ?? reading.recipients[0];
        const type = found?.bounceType ?? (reading.class === "delay" ? "soft" : null);
        score.recipients += 1;
        if ((type === "hard") === label.hardbounce) score.dead += 1;
        else
          misses.push(
            `${name}: ${label.reason} dead=${label.hardbounce} read as ${type}: ${found?.said.slice(0, 160)}`,
          );
        if (type === "hard" && !label.hardbounce) score.killed += 1;
        const wanted = coarse[label.reason];
        if (wanted === undefined) continue;
        score.withReason += 1;
        if (type !== null && type !== "unknown" && coarseOfType[type] === wanted) score.reasons += 1;
        else if (process.env.HASTE_CORPORA_REASONS)
          misses.push(`${name}: ${label.reason} (${wanted}) read as ${type}: ${found?.said.slice(0, 160)}`);
      }
    }
    const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
    report(
      [
        `bounces: class right ${score.classes} of ${score.mails} (${percent(score.classes, score.mails)})`,
        `dead or alive right ${score.dead} of ${score.recipients} (${percent(score.dead, score.recipients)}), living killed ${score.killed}`,
        `reason class right ${score.reasons} of ${score.withReason} (${percent(score.reasons, score.withReason)})`,
        ...(process.env.HASTE_CORPORA_MISSES ? misses : []),
      ].join("\n"),
    );
    expect(score.classes / score.mails).toBeGreaterThanOrEqual(0.975);
    expect(score.dead / score.recipients).toBeGreaterThanOrEqual(0.9);
    expect(score.reasons / score.withReason).toBeGreaterThanOrEqual(0.84);
  });

  test("no ordinary mail is taken for a bounce, a complaint or an automatic answer", async () => {
    const folder = join(bounces, "not-bounces");
    const misread: string[] = [];
    for (const name of readdirSync(folder).filter((each) => each.endsWith(".eml"))) {
      const reading = await read(join(folder, name));
      if (reading.class !== "human") misread.push(`${name}: ${reading.class}`);
    }
    report(`ordinary mails misread: ${misread.length}`);
    expect(misread).toEqual([]);
  });
});

function classesOf(reason: string): InboundReading["class"][] {
  if (reason === "feedback") return ["complaint"];
  return reason === "vacation" ? ["auto_reply"] : ["bounce", "delay"];
}
