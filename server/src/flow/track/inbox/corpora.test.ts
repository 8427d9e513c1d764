import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { epochDayOf } from "@haste/engine/base";
import { type BounceReasonName, bounceReasons, type InboundReading, readInbound } from "@haste/engine/track";
import { describe, expect, test } from "vitest";
import { findCorpus } from "../../../../../tests/support/corpora.ts";
import { parseMail } from "./parse-mail.ts";

/** Scores on labeled outside mails. */
const { folder: bounces, isThere } = findCorpus("bounces", "Skipped: labeled bounces");
const { folder: replies, isThere: hasReplies } = findCorpus("replies", "Skipped: replies of other mail programs");

function report(line: string): void {
  process.stdout.write(`${line}\n`);
}

interface Label {
  readonly reason: string;
  readonly hardbounce: boolean;
}

const context = { ownAddresses: new Set<string>(), today: epochDayOf(2013, 3, 16) };
const read = async (raw: Buffer) => readInbound(await parseMail(raw), context);

/** Sisimai's reasons in ours; written before scoring. */
const folded: Readonly<Record<string, BounceReasonName>> = {
  userunknown: "no_mailbox",
  hasmoved: "no_mailbox",
  hostunknown: "no_mail_host",
  notaccept: "no_mail_host",
  mailboxfull: "mailbox_full",
  suspend: "not_accepting",
  filtered: "not_accepting",
  expired: "unreachable",
  networkerror: "unreachable",
  systemerror: "unreachable",
  systemfull: "unreachable",
  mailererror: "unreachable",
  speeding: "rate",
  toomanyconn: "rate",
  blocked: "reputation",
  badreputation: "reputation",
  requireptr: "sender_auth",
  authfailure: "sender_auth",
  policyviolation: "policy",
  rejected: "policy",
  securityerror: "policy",
  norelaying: "policy",
  failedstarttls: "policy",
  spamdetected: "policy",
  mesgtoobig: "too_big",
  exceedlimit: "too_big",
  notcompliantrfc: "content",
  syntaxerror: "content",
  virusdetected: "content",
  onhold: "unknown",
  undefined: "unknown",
};
/** Whose fault it is, as far as anybody acts on it. */
const faultOf = {
  hard: "address",
  soft: "mailbox",
  block: "sender",
  auth: "sender",
  content: "mail",
  unknown: "nobody",
};

interface Score {
  mails: number;
  classes: number;
  recipients: number;
  deadOrAlive: number;
  living: number;
  killed: number;
  faults: number;
  reasons: number;
}
const nothing = { mails: 0, classes: 0, recipients: 0, deadOrAlive: 0, living: 0, killed: 0, faults: 0, reasons: 0 };

/** Rules were written while looking at the even half alone, then measured on the odd one, then finished on both. */
const halfOf = (name: string) => ((createHash("sha256").update(name).digest()[0] as number) % 2 === 0 ? "even" : "odd");

function judge(score: Score, reading: InboundReading, labels: readonly Label[]): boolean {
  score.mails += 1;
  const wanted = classesOf(labels[0]?.reason ?? "");
  const isRight = wanted.includes(reading.class);
  if (isRight) score.classes += 1;
  if (!wanted.includes("bounce")) return isRight;
  const recipients = "recipients" in reading ? reading.recipients : [];
  let all = isRight;
  for (const [index, label] of labels.entries()) {
    const found = recipients[index] ?? recipients[0];
    const reason = found?.reason ?? null;
    const fold = folded[label.reason] ?? "unknown";
    const isDead = found?.bounceType === "hard";
    score.recipients += 1;
    if (!label.hardbounce) score.living += 1;
    if (isDead === label.hardbounce) score.deadOrAlive += 1;
    if (isDead && !label.hardbounce) score.killed += 1;
    if (reason === fold) score.reasons += 1;
    if (reason !== null && faultOf[bounceReasons[reason].type] === faultOf[bounceReasons[fold].type]) score.faults += 1;
    else all = false;
  }
  return all;
}

const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;

function print(name: string, score: Score): void {
  report(
    `bounces, ${name}: class ${percent(score.classes, score.mails)} of ${score.mails} mails; of ${score.recipients} ` +
      `recipients dead/alive ${percent(score.deadOrAlive, score.recipients)}, living read as dead ` +
      `${score.killed} of ${score.living} (${percent(score.killed, score.living)}), whose fault ` +
      `${percent(score.faults, score.recipients)}, reason ${percent(score.reasons, score.recipients)}`,
  );
}

describe.skipIf(!isThere)("outside mails", () => {
  const mails = isThere
    ? Object.entries(JSON.parse(readFileSync(join(bounces, "labels.json"), "utf8")) as Record<string, Label[]>)
    : [];

  test("bounces, complaints and vacation answers of 70 mail servers are told apart", async () => {
    const scores: Record<string, Score> = { even: { ...nothing }, odd: { ...nothing }, all: { ...nothing } };
    const misses: string[] = [];
    for (const [name, labels] of mails) {
      const reading = await read(readFileSync(join(bounces, "mails", name)));
      judge(scores[halfOf(name)] as Score, reading, labels);
      if (!judge(scores.all as Score, reading, labels)) misses.push(`${name}: ${labels[0]?.reason}`);
    }
    for (const [name, score] of Object.entries(scores)) print(name, score);
    if (process.env.HASTE_CORPORA_MISSES) report(misses.join("\n"));
    const all = scores.all as Score;
    expect(all.classes / all.mails).toBeGreaterThanOrEqual(0.99);
    expect(all.deadOrAlive / all.recipients).toBeGreaterThanOrEqual(0.97);
    expect(all.killed / all.living).toBeLessThanOrEqual(0.01);
    expect(all.faults / all.recipients).toBeGreaterThanOrEqual(0.94);
    expect(all.reasons / all.recipients).toBeGreaterThanOrEqual(0.93);
  });

  test("a returned mail reads the same whichever way its lines end", async () => {
    const differing: string[] = [];
    for (const [name] of mails) {
      const lines = readFileSync(join(bounces, "mails", name))
        .toString("latin1")
        .split(/\r?\n/);
      const [lf, ...others] = await Promise.all(
        ["\n", "\r\n", "\r"].map((end) => read(Buffer.from(lines.join(end), "latin1"))),
      );
      if (others.some((other) => JSON.stringify(other) !== JSON.stringify(lf))) differing.push(name);
    }
    report(`LF, CRLF and CR read differently: ${differing.length} of ${mails.length}`);
    expect(differing).toEqual([]);
  });

  test("no ordinary mail is taken for a bounce, a complaint or an automatic answer", async () => {
    const folder = join(bounces, "not-bounces");
    const misread: string[] = [];
    for (const name of readdirSync(folder).filter((each) => each.endsWith(".eml"))) {
      const reading = await read(readFileSync(join(folder, name)));
      if (reading.class !== "human") misread.push(`${name}: ${reading.class}`);
    }
    report(`ordinary mails misread: ${misread.length}`);
    expect(misread).toEqual([]);
  });
});

describe.skipIf(!hasReplies)("outside replies", () => {
  test("what somebody wrote themselves is found in replies of other people's mail programs", async () => {
    const score = { right: 0, of: 0 };
    const misses: string[] = [];
    const judgeText = async (name: string, raw: string | Buffer, wanted: string) => {
      const reading = await read(Buffer.from(raw));
      const text = "text" in reading ? reading.text : "";
      score.of += 1;
      if (bare(text) === bare(wanted)) score.right += 1;
      else misses.push(name);
    };
    const as = (type: string, file: string) =>
      `From: a@reader.example\nSubject: Re\nContent-Type: text/${type}; charset=utf-8\n\n${readFileSync(file, "utf8")}`;
    const discourse = join(replies, "discourse");
    for (const name of readdirSync(join(discourse, "emails"))) {
      const wanted = readFileSync(join(discourse, "trimmed", name), "utf8");
      await judgeText(name, as("plain", join(discourse, "emails", name)), wanted);
    }
    const talon = join(replies, "talon");
    for (const name of readdirSync(join(talon, "standard_replies"))) {
      await judgeText(name, readFileSync(join(talon, "standard_replies", name)), "Hello");
    }
    for (const name of readdirSync(join(talon, "html_replies"))) {
      await judgeText(name, as("html", join(talon, "html_replies", name)), "Hi. I am fine. Thanks, Alex");
    }
    report(`replies, visible text: ${score.right} of ${score.of} exact (${percent(score.right, score.of)})`);
    if (process.env.HASTE_CORPORA_MISSES) report(misses.join("\n"));
    expect(score.right / score.of).toBeGreaterThanOrEqual(0.9);
  });
});

function bare(text: string): string {
  return text.replace(/\s+/g, "");
}

function classesOf(reason: string): InboundReading["class"][] {
  if (reason === "feedback") return ["complaint"];
  return reason === "vacation" ? ["auto_reply"] : ["bounce", "delay"];
}
