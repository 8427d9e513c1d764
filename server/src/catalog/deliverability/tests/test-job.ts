import {
  type Ask,
  type ContentVerdict,
  checkListings,
  judgeContent,
  type Listing,
  type ListSubject,
} from "@haste/engine/deliverability";
import { z } from "zod";
import { defineJob } from "../../../platform/jobs/index.ts";
import { askNobody } from "../ask-dns.ts";
import { listChecks } from "../queries.ts";
import { findContent, type TestContent, type TestResult, writeResult } from "./queries.ts";
import { type AskFilter, type FilterVerdict, nobody } from "./spam-filter.ts";

export const testJobKind = "deliverability-test";
/** A mail with more links than these has other troubles. */
const mostHosts = 10;

export interface TestPorts {
  readonly openLists: () => Ask;
  readonly askFilter: AskFilter;
  /** The bytes of a mail with these words. */
  readonly composeMail: (mail: MailToJudge) => Buffer;
}

export interface MailToJudge {
  readonly from: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string | null;
  readonly date: Date;
}

/** Judges one mail: by our rules, by lists and by the operator's filter, none of them inside a transaction. */
export function deliverabilityTestJob(ports: TestPorts) {
  return defineJob({
    kind: testJobKind,
    input: z.object({ testId: z.uuid() }),
    async run(job) {
      const { testId } = job.input;
      const before = await job.batch(async (ctx) => ({
        found: await findContent(ctx.tx, testId),
        checks: await listChecks(ctx.tx),
        isLive: ctx.workspace.mode === "live",
        now: ctx.machineNow,
      }));
      // Judged by a run that could not say so any more.
      if (before.found === null) return;
      const { subject, email, content } = before.found;
      const domain = email.slice(email.lastIndexOf("@") + 1);
      const content_ = { subject, ...content };
      const judged = judgeContent(content_, { senderDomain: domain });
      const hosts = [...new Set([domain, ...judged.hosts])].slice(0, mostHosts);
      const subjects = hosts.map((value): ListSubject => ({ of: "domain", value }));
      const listings = await checkListings(subjects, before.isLive ? ports.openLists() : askNobody);
      const filter = before.isLive
        ? await ports.askFilter(ports.composeMail(mailOf(content, { subject, from: email, date: before.now })))
        : nobody("A sandbox asks no filter, so only our own rules judged it.");
      const findings = before.checks.find((check) => check.domain === domain)?.findings ?? [];
      const domainIssues = findings
        .filter(({ state }) => state === "failed" || state === "warning")
        .map(({ kind, state, detail, fix }) => ({ kind, state, detail, fix }));
      const result: TestResult = {
        verdict: worst(judged, filter, { listings, domainIssues }),
        points: judged.points,
        spamFrom: judged.spamFrom,
        issues: judged.issues.map(({ place, ...issue }) => ({ ...issue, part: place.part, line: place.line })),
        ...{ filter, domainIssues, listings },
      };
      await job.batch(async (ctx) => {
        await writeResult(ctx.tx, testId, result, ctx.machineNow);
        const resultUrl = `/api/v1/deliverability/tests/${testId}`;
        await job.saveProgress(ctx.tx, { done: 1, total: 1, counts: { issues: result.issues.length }, resultUrl });
      });
    },
  });
}

function mailOf(
  content: TestContent,
  { subject, from, date }: { subject: string | null; from: string; date: Date },
): MailToJudge {
  return { from, date, subject: subject ?? "", html: content.htmlContent, text: content.textContent };
}

/** Any single cause is enough: a mail is not saved by its good parts. */
function worst(
  { points, spamFrom }: ContentVerdict,
  filter: FilterVerdict,
  { listings, domainIssues }: Pick<TestResult, "domainIssues"> & { readonly listings: readonly Listing[] },
): TestResult["verdict"] {
  const isSpam = filter.by !== null && filter.points >= filter.spamFrom;
  const isListed = listings.some(({ state, weight }) => state === "listed" && weight === "wide");
  const fails = domainIssues.some(({ state, kind }) => state === "failed" && kind !== "mx");
  if (points >= spamFrom || isSpam || isListed || fails) return "bad";
  const isNear = filter.by !== null && filter.points >= filter.spamFrom / 2;
  const isHinted = listings.some(({ state }) => state === "listed") || domainIssues.length > 0;
  return points >= spamFrom / 2 || isNear || isHinted ? "fair" : "good";
}
