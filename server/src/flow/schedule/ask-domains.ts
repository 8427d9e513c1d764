import { isKnownDomain, providerOfMx } from "@haste/engine/pace";
import { type Database, inWorkspace } from "../../platform/db/index.ts";
import type { Log } from "../../platform/log/index.ts";
import { isWithoutMx, type ResolveMx } from "../../platform/net/index.ts";
import { writeDomain } from "./queries.ts";

export interface DomainParts {
  readonly database: Database;
  readonly log: Log;
  readonly machineNow: () => Date;
  readonly resolveMx: ResolveMx;
}

export interface DomainLookUps {
  /** These domains' readers are not known: asks for them in its own time. Never waits, never fails. */
  ask(workspaceId: string, domains: readonly string[]): void;
  /** Begins no more and waits for no name server; resolves when what was answered is stored. */
  stop(): Promise<void>;
}

/** Questions that are under way at once. A resolver answers in 1 to 100 ms, so this is some hundred a second at most. */
const mostAtOnce = 4;
/** Whoever finds no place is told again with the next plan of one of its people. */
const mostWaiting = 5_000;
/** A name server that did not answer is not asked again at once, however often its people are planned. */
const silentForMs = 10 * 60_000;

interface Question {
  readonly workspaceId: string;
  readonly domain: string;
}

/**
 * Asks the DNS whose mail hosts read a domain's mail, beside the planner and never within its transaction: a plan made
 * before the answer takes the domain for itself.
 */
export function createDomainLookUps({ database, log, machineNow, resolveMx }: DomainParts): DomainLookUps {
  const waiting = new Map<string, Question>();
  const running = new Set<string>();
  const writing = new Set<Promise<void>>();
  const silent = new Map<string, number>();
  let isStopping = false;

  async function look({ workspaceId, domain }: Question): Promise<void> {
    const hosts = await resolveMx(domain).catch((error: unknown) => (isWithoutMx(error) ? [] : null));
    if (hosts === null) {
      if (silent.size >= mostWaiting) silent.clear();
      silent.set(domain, machineNow().getTime() + silentForMs);
      return;
    }
    if (isStopping) return;
    const row = { domain, provider: providerOfMx(hosts)?.slice(0, 253) ?? null, at: machineNow() };
    const written = inWorkspace(database, workspaceId, (tx) => writeDomain(tx, row));
    writing.add(written);
    await written.finally(() => writing.delete(written));
  }

  function begin(): void {
    for (const [key, question] of waiting) {
      if (isStopping || running.size >= mostAtOnce) return;
      waiting.delete(key);
      running.add(key);
      void look(question)
        .catch((err: unknown) => log.error({ err, ...question }, "the mail hosts of a domain could not be stored"))
        .finally(() => {
          running.delete(key);
          begin();
        });
    }
  }

  return {
    ask(workspaceId, domains) {
      const now = machineNow().getTime();
      for (const domain of domains) {
        const key = `${workspaceId} ${domain}`;
        if (waiting.size >= mostWaiting) break;
        if (isKnownDomain(domain) || running.has(key) || (silent.get(domain) ?? 0) > now) continue;
        waiting.set(key, { workspaceId, domain });
      }
      begin();
    },
    async stop() {
      isStopping = true;
      waiting.clear();
      await Promise.allSettled(writing);
    },
  };
}
