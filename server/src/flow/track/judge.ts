import { addMs, asInstant, type Instant } from "@haste/engine/base";
import {
  burstWindowMs,
  type Client,
  clientOf,
  type JudgedVisit,
  judgeVisit,
  metaOf,
  type Verdict,
  type Visit,
  visitOf,
} from "@haste/engine/track";
import { type NewSignal, readVisitsSince } from "../../ledger/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { Fetched } from "./fetched.ts";
import type { TrackedEmail } from "./queries.ts";

type FetchedVisit = Fetched & { readonly kind: Visit["kind"] };
type Judged = Pick<NewSignal, "kind" | "actor" | "meta" | "key"> & Partial<Pick<NewSignal, "judgeAt">>;

interface Known {
  readonly fetched: Fetched;
  readonly email: TrackedEmail;
}

const longestAgent = 300;
const mostClients = 1_000;

/** Says who fetched, from the request and what else was fetched of the same email. */
export class Judge {
  /** Naming a program takes 14 µs, and few programs fetch most pixels. */
  readonly #clients = new Map<string, Client | null>();

  /**
   * Opens the case of one batch. Only clicks are compared with what is stored: a click is what a burst consists of and
   * what an open gives a ground to, and opens are many times as many.
   */
  async open(
    tx: Tx,
    known: readonly Known[],
    now: Instant,
  ): Promise<(fetched: FetchedVisit, email: TrackedEmail) => Judged> {
    const clicked = known.filter(({ fetched }) => fetched.kind === "clicked").map(({ email }) => email);
    const sent = clicked.flatMap(({ sent_at: at }) => at?.getTime() ?? []);
    const since = asInstant(Math.min(now, ...sent));
    const others = new Map<string, JudgedVisit[]>();
    for (const row of await readVisitsSince(tx, [...new Set(clicked.map(({ id }) => id))], since)) {
      const visit = visitOf({ ...row, at: asInstant(row.occurred_at.getTime()) });
      others.set(row.email_id, [...(others.get(row.email_id) ?? []), visit]);
    }
    return (fetched, email) => {
      const visit = visitIn(fetched, email, now);
      const around = others.get(email.id) ?? [];
      const verdict = judgeVisit(visit, around);
      others.set(email.id, [...around, { ...visit, actor: verdict.actor }]);
      return this.#signal(fetched, visit, verdict);
    };
  }

  #signal(fetched: FetchedVisit, visit: Visit, verdict: Verdict): Judged {
    const client = this.#clientOf(visit.agent);
    const kept = metaOf(visit, verdict);
    const meta = {
      ...kept,
      ...(fetched.visitor === null ? {} : { visit: { ...kept.visit, visitor: fetched.visitor } }),
      ...(client === null ? {} : { client }),
    };
    return {
      ...{ kind: fetched.kind, actor: verdict.actor, meta, key: null },
      ...(asksAgain(verdict) ? { judgeAt: addMs(visit.at, verdict.holdMs ?? burstWindowMs) } : {}),
    };
  }

  #clientOf(agent: string): Client | null {
    const known = this.#clients.get(agent);
    if (known !== undefined) return known;
    const client = clientOf(agent);
    if (this.#clients.size >= mostClients) this.#clients.clear();
    this.#clients.set(agent, client);
    return client;
  }
}

/** What may begin a burst, and the click that shows there is one: those before it are judged anew. */
function asksAgain({ holdMs, findings }: Verdict): boolean {
  return holdMs !== null || findings.some(({ rule }) => rule === "burst");
}

function visitIn(fetched: FetchedVisit, { sent_at: sentAt }: TrackedEmail, now: Instant): Visit {
  const { kind, link, links, method, ahead, network } = fetched;
  const sinceSentMs = sentAt === null ? null : now - sentAt.getTime();
  return {
    kind,
    at: now,
    link,
    links,
    method,
    ahead,
    agent: fetched.agent.slice(0, longestAgent),
    sinceSentMs,
    network,
  };
}
