import { scoreVerdicts, type Truth } from "@haste/engine/report";
import { type Actor, actorCodes, signalKinds } from "@haste/engine/track";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { machineCalled, machineNames } from "./acts/callers.ts";
import { countTold, type ToldRow } from "./queries/verdicts.ts";

/** More mails are not looked at: about what a demo world sends in a quarter. */
const mostMails = 2_000;

const actorOfCode = new Map<number, Actor>(Object.entries(actorCodes).map(([actor, code]) => [code, actor as Actor]));
const truthOf = { human: "human", proxy: "proxied", scanner: "machine", prefetch: "machine" } as const satisfies Record<
  ToldRow["as"],
  Truth
>;

/** Who opened and clicked in this sandbox, which its acts know, against what was said of them. */
export async function listVerdicts(ctx: WorkContext) {
  if (ctx.workspace.mode !== "sandbox") throw new Problem("not_sandbox");
  const { opened, clicked } = signalKinds;
  const found = await countTold(ctx.tx, { mails: mostMails, opened, clicked, machines: machineNames });
  const told = found.map(({ kind, as, userAgent, actor, n }) => ({
    ...{ truth: truthOf[as], actor: actorOfCode.get(actor) ?? "unknown", n },
    who: (userAgent === null ? null : machineCalled(userAgent)) ?? ("person" as const),
    kind: kind === opened ? ("opened" as const) : ("clicked" as const),
  }));
  const groups = [...Map.groupBy(told, ({ who, kind }) => `${who} ${kind}`).entries()];
  const rows = groups
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => {
      const sum = (actor: Actor) => group.reduce((n, one) => n + (one.actor === actor ? one.n : 0), 0);
      const called = { human: sum("human"), unknown: sum("unknown"), machine: sum("machine") };
      return group.slice(0, 1).map(({ who, kind, truth }) => ({ who, kind, truth, ...called }));
    });
  return { mostMails, visits: told.reduce((sum, { n }) => sum + n, 0), rows, ...scoreVerdicts(told) };
}
