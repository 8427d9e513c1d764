import type { Endpoints } from "@haste/contract/endpoints";
import type { LinkMap } from "@haste/contract/nouns/link-maps";
import { asInstant } from "@haste/engine/base";
import { fewestForRate } from "@haste/engine/report";
import { type Definition, type StepOf, stepAs, stepAt, variantOf } from "@haste/engine/sequence";
import { type MappedMail, mapLinks } from "@haste/engine/template";
import { loadDefinition } from "../../ledger/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import type { InputOf } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { EvidenceBook } from "./evidence.ts";
import { everSince } from "./period.ts";
import { type LinkClicks, listWordings, type SentWording, sumLinkClicks } from "./queries/link-map.ts";
import { readPublished } from "./queries/sequence.ts";

const nothing: MappedMail = { subject: null, html: null, links: [] };

/** Who clicked which link of a step's mail: of one version and variant, because only there a number means one address. */
export async function readLinkMap(
  ctx: WorkContext,
  { params, query }: InputOf<Endpoints["GET /sequences/:id/steps/:stepId/link-map"]>,
): Promise<LinkMap> {
  if ((await readPublished(ctx.tx, params.id)) === null)
    throw new Problem("not_found", { detail: `There is no sequence ${params.id}.` });
  const wordings = await listWordings(ctx.tx, params.stepId, { ...everSince(ctx), sequenceId: params.id });
  const chosen = choose(wordings, query);
  if (chosen === null) return { ...drawn(ctx, nothing, [], 0), chosen: null, wordings: [] };
  const step = { sequenceId: params.id, stepId: params.stepId };
  const definitions = new Map<number, Definition>();
  for (const { version } of wordings)
    if (!definitions.has(version)) definitions.set(version, await loadDefinition(ctx.tx, params.id, version));
  const stepOf = (version: number) => emailOf(definitions.get(version), params.stepId);
  const words = stepOf(chosen.version);
  const groups = definitions.get(chosen.version)?.snippetGroups ?? {};
  const mail =
    words === null ? nothing : mapLinks(stepAs(words, chosen.variantId).content, groups, asInstant(ctx.now.getTime()));
  const named = wordings.map((each) => ({ ...each, variantName: nameOf(stepOf(each.version), each.variantId) }));
  return {
    ...drawn(ctx, mail, await sumLinkClicks(ctx.tx, step, chosen), chosen.sent),
    chosen: named[wordings.indexOf(chosen)] ?? null,
    wordings: named,
  };
}

/** What was asked for, else what the most mails of the latest version said. */
function choose(
  wordings: readonly SentWording[],
  asked: { readonly version?: number | undefined; readonly variantId?: string | undefined },
): SentWording | null {
  const [latest] = wordings;
  if (latest === undefined) return null;
  const version = asked.version ?? latest.version;
  const some = wordings.filter((each) => each.version === version);
  const found =
    asked.variantId === undefined
      ? some.toSorted((a, b) => b.sent - a.sent)[0]
      : some.find(({ variantId }) => (variantId ?? "own") === asked.variantId);
  if (found === undefined)
    throw new Problem("not_found", { detail: "No mail of this step was sent with these words." });
  return found;
}

function emailOf(definition: Definition | undefined, stepId: string): StepOf<"email"> | null {
  const step = definition === undefined ? null : stepAt(definition, stepId);
  return step?.kind === "email" ? step : null;
}

function nameOf(step: StepOf<"email"> | null, variantId: string | null): string | null {
  if (variantId === null) return null;
  return (step === null ? null : variantOf(step, variantId)?.name) ?? "A variant that was removed";
}

/** The links of the mail, then those that only mails with words of their own had. */
function drawn(ctx: WorkContext, mail: MappedMail, clicks: readonly LinkClicks[], sent: number) {
  const book = new EvidenceBook();
  const by = new Map(clicks.map((each) => [each.link, each]));
  const beyond = clicks
    .filter(({ link }) => link >= mail.links.length)
    .map(({ link }) => ({ link, address: null, text: null }));
  return {
    asOf: ctx.now.toISOString(),
    subject: mail.subject,
    html: mail.html,
    links: [...mail.links, ...beyond].map(({ link, address, text }, at) => ({
      ...{ link, address, text },
      people: by.get(link)?.people ?? 0,
      clicks: by.get(link)?.clicks ?? 0,
      machineClicks: by.get(link)?.machine_clicks ?? 0,
      clickRate: book.rate(`/links/${at}/clickRate`, by.get(link)?.mails ?? 0, sent),
    })),
    isSmall: sent < fewestForRate,
    evidence: book.entries,
  };
}
