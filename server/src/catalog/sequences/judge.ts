import { asInstant } from "@haste/engine/base";
import { footerShows } from "@haste/engine/render";
import { workdayProblem } from "@haste/engine/schedule";
import {
  applyOverrides,
  type Definition,
  judgeActivation,
  type SequenceProblem,
  type SequenceWarning,
} from "@haste/engine/sequence";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { ensureSandboxAccount, listActiveWorkdays, listGateAccounts } from "../sending-accounts/index.ts";
import { problemsOf } from "./draft.ts";
import type { SequencePorts } from "./ports.ts";
import { findFooter, findLastPreflight } from "./queries/numbers.ts";

export interface Judgment {
  readonly warnings: readonly SequenceWarning[];
  /** What an admin let pass. */
  readonly overridden: readonly SequenceProblem[];
}

/**
 * Lets a sequence run, or says everything that keeps it from running; `problems` are those of its definition.
 * @throws Problem `not_activatable`, and `forbidden` where somebody but an admin overrides
 */
export async function judge(
  ctx: WorkContext,
  ports: SequencePorts,
  { definition, problems }: { readonly definition: Definition; readonly problems: readonly SequenceProblem[] },
  override: readonly string[],
): Promise<Judgment> {
  if (ctx.workspace.mode === "sandbox") await ensureSandboxAccount(ctx);
  const { postalAddress, ...wish } = await findFooter(ctx.tx);
  const shows = footerShows(wordsOf(definition), wish);
  const verdict = judgeActivation(problems, {
    mode: ctx.workspace.mode,
    accounts: await listGateAccounts(ctx.tx),
    postalAddress: shows.address ? postalAddress : "",
    hasUnsubscribe: shows.link,
    publicUrl: ports.publicUrl(),
  });
  const { refused, overridden } = applyOverrides(verdict.problems, override);
  if (refused.length > 0) throw notActivatable(refused);
  if (overridden.length > 0 && ctx.actor.role !== "admin" && ctx.actor.role !== "owner") {
    throw new Problem("forbidden", { detail: "Only an admin may let a sequence run in spite of these problems." });
  }
  return { warnings: verdict.warnings, overridden };
}

/** What each of its emails says. */
function wordsOf({ steps }: Definition): string[] {
  return steps.flatMap((step) =>
    step.kind === "email" ? `${step.content.htmlContent ?? ""}\n${step.content.textContent ?? ""}` : [],
  );
}

export function notActivatable(problems: readonly SequenceProblem[]): Problem {
  const [first, ...others] = problems;
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  return new Problem("not_activatable", { detail: `${first?.detail ?? ""}${more}`, errors: problems });
}

/** The problems of a definition, and whether its window ever meets the workday of an account that could send for it. */
export async function problemsHere(ctx: WorkContext, definition: Definition): Promise<SequenceProblem[]> {
  const active = await listActiveWorkdays(ctx.tx);
  const { sendingAccounts } = definition.settings;
  const inPool = active.filter(({ id }) => sendingAccounts?.some((account) => account.id === id) ?? true);
  const apart = workdayProblem(definition, inPool, asInstant(ctx.now.getTime()));
  const problems = await problemsOf(ctx, definition);
  // Where no account is active at all, the gate says so.
  const deserted = active.length > 0 && inPool.length === 0 ? [desertedPool] : [];
  return [...problems, ...(apart === null ? [] : [apart]), ...deserted];
}

const desertedPool: SequenceProblem = {
  code: "pool-paused",
  pointer: "/settings/sendingAccounts",
  detail: "None of the sending accounts that the sequence names is active. Resume one, or name others.",
  overridable: false,
};

/** What the last look at everybody's mail found, for whoever is about to let them leave; nobody has to have looked. */
export async function preflightWarnings(ctx: WorkContext, sequenceId: string): Promise<SequenceWarning[]> {
  const last = await findLastPreflight(ctx.tx, sequenceId);
  if (last === null || last.errors === 0) return [];
  const since = last.isStale ? " The draft has changed since." : "";
  const detail = `The last pre-flight found ${last.errors} errors in the mail of ${last.peopleWithErrors} of ${last.people} people: such an email is held, or its person refused.${since}`;
  return [{ code: "preflight-findings", detail }];
}
