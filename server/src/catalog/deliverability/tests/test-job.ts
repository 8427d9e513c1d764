import { isIP } from "node:net";
import { type Ask, checkListings, judgeContent, type ListSubject, verdictOf } from "@haste/engine/deliverability";
import { inlineSnippets } from "@haste/engine/template";
import { z } from "zod";
import type { WorkContext } from "../../../platform/context/index.ts";
import { defineJob } from "../../../platform/jobs/index.ts";
import { snippetsFor } from "../../templates/index.ts";
import { askNobody } from "../ask-dns.ts";
import { listChecks } from "../queries.ts";
import { findContent, type TestResult, writeResult } from "./queries.ts";
import { type AskFilter, nobody } from "./spam-filter.ts";

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

/** Judges one mail, outside of any transaction, and forgets its words. */
export function deliverabilityTestJob(ports: TestPorts) {
  return defineJob({
    kind: testJobKind,
    input: z.object({ testId: z.uuid() }),
    async run(job) {
      const { testId } = job.input;
      const ground = await job.batch(async (ctx) => loadGround(ctx, testId));
      // Judged by a run that could not say so any more.
      if (ground === null) return;
      const result = await judge(ports, ground);
      await job.batch(async (ctx) => {
        await writeResult(ctx.tx, testId, result, ctx.machineNow);
        const resultUrl = `/api/v1/deliverability/tests/${testId}`;
        await job.saveProgress(ctx.tx, { done: 1, total: 1, counts: { issues: result.issues.length }, resultUrl });
      });
    },
  });
}

type TestGround = NonNullable<Awaited<ReturnType<typeof loadGround>>>;

type Found = NonNullable<Awaited<ReturnType<typeof findContent>>>;

async function loadGround(ctx: WorkContext, testId: string) {
  const found = await findContent(ctx.tx, testId);
  if (found === null) return null;
  const domain = found.email.slice(found.email.lastIndexOf("@") + 1);
  const findings = (await listChecks(ctx.tx)).find((check) => check.domain === domain)?.findings ?? [];
  const domainIssues = findings.filter(({ state }) => state === "failed" || state === "warning");
  const { subject, ...content } = await withSnippets(ctx, found);
  return {
    ...found,
    subject,
    content,
    domain,
    domainIssues,
    isLive: ctx.workspace.mode === "live",
    now: ctx.machineNow,
  };
}

/** What it says once the texts of its snippets stand where their tags do. */
async function withSnippets(ctx: WorkContext, { subject, content }: Found) {
  const { htmlContent, textContent } = content;
  const library = await snippetsFor(ctx.tx, [subject, htmlContent, textContent]);
  return { ...content, ...inlineSnippets({ subject, htmlContent, textContent }, library) };
}

/** By our rules, by lists that know the domain or a link, and by the operator's filter. */
async function judge(ports: TestPorts, ground: TestGround): Promise<TestResult> {
  const { subject, content, domain, domainIssues, isLive } = ground;
  const { points, spamFrom, issues, hosts } = judgeContent({ subject, ...content }, { senderDomain: domain });
  const subjects = [...new Set([domain, ...hosts])].slice(0, mostHosts).map(subjectOf);
  const listings = await checkListings(subjects, isLive ? ports.openLists() : askNobody);
  const filter = isLive
    ? await ports.askFilter(ports.composeMail(mailOf(ground)))
    : nobody("A sandbox asks no filter, so only our own rules judged it.");
  const own = { points, spamFrom };
  return {
    ...own,
    verdict: verdictOf({ own, filter: filter.by === null ? null : filter, listings, domainIssues }),
    issues: issues.map(({ place, ...issue }) => ({ ...issue, part: place.part, line: place.line })),
    ...{ filter, listings },
    domainIssues: domainIssues.map(({ kind, state, detail, fix }) => ({ kind, state, detail, fix })),
  };
}

function subjectOf(value: string): ListSubject {
  return { of: isIP(value) === 0 ? "domain" : "address", value };
}

function mailOf({ email, subject, content, now }: TestGround): MailToJudge {
  return { from: email, date: now, subject: subject ?? "", html: content.htmlContent, text: content.textContent };
}
