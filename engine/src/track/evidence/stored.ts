import type { Instant } from "../../base/index.ts";
import type { Actor } from "../actor.ts";
import type { SignalMeta } from "../signals.ts";
import { actorRulesVersion, type Verdict } from "./judge.ts";
import type { JudgedVisit, Visit } from "./visit.ts";

/** A visit as it is kept with its signal: facts and verdict. What is as it mostly is takes no room. */
export function metaOf(visit: Visit, verdict: Verdict): SignalMeta {
  const { method, ahead, network, links, agent, sinceSentMs } = visit;
  return {
    agent,
    ...(sinceSentMs === null ? {} : { delayMs: sinceSentMs }),
    visit: {
      ...(method === "GET" ? {} : { method }),
      ...(ahead === null ? {} : { ahead }),
      ...(network === null ? {} : { network }),
      ...(links === null ? {} : { links }),
    },
    ...verdictMeta(verdict),
  };
}

function verdictMeta({ rule, findings }: Verdict): SignalMeta {
  return { rule, rules: actorRulesVersion, ...(findings.length === 0 ? {} : { findings }) };
}

interface StoredVisit {
  readonly kind: Visit["kind"];
  readonly at: Instant;
  readonly actor: Actor;
  readonly link: number | null;
  readonly meta: SignalMeta;
}

/** What a stored signal says of its visit, also where rules of before kept less of it. */
export function visitOf({ kind, at, actor, link, meta }: StoredVisit): JudgedVisit {
  const kept = meta.visit ?? {};
  return {
    ...{ kind, at, actor, link },
    links: kept.links ?? null,
    method: kept.method ?? "GET",
    // The first version kept only that a request looked ahead, not how it said so.
    ahead: kept.ahead ?? (meta.visit === undefined && meta.rule === "looks-ahead" ? "prefetch" : null),
    agent: meta.agent ?? "",
    sinceSentMs: meta.delayMs ?? null,
    network: kept.network ?? null,
  };
}

/** The meta of a signal under another verdict, with the one before it kept. */
export function revisedMeta(actor: Actor, meta: SignalMeta, verdict: Verdict): SignalMeta {
  const { findings: _, was = [], ...rest } = meta;
  const before = { actor, rule: meta.rule ?? "", rules: meta.rules ?? 0 };
  return { ...rest, ...verdictMeta(verdict), was: [...was, before].slice(-mostKept) };
}

/** Enough for the hold of a click and some versions of rules. */
const mostKept = 5;
