import type { HookOutcome, HookService } from "@haste/contract/nouns/provider-hooks";
import { readProviderEvents } from "@haste/engine/track";
import { loadWorkspace } from "../../../platform/context/index.ts";
import type { KeyRing } from "../../../platform/crypto/index.ts";
import { type Database, inWorkspace, type Tx } from "../../../platform/db/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import type { GroupCommit } from "../group-commit.ts";
import type { KeptNotice } from "./commit-notices.ts";
import type { HookRef } from "./hook-address.ts";
import { openHookSecret } from "./hook-secret.ts";
import type { AmazonParts } from "./proof/amazon-sns.ts";
import { type Notice, type Proven, type Refused, refused } from "./proof/proof.ts";
import { readHook } from "./queries.ts";
import type { ToldEvents } from "./record-events.ts";
import { type HookTerms, hookTerms, type Known } from "./services.ts";

export interface HookParts extends AmazonParts {
  readonly database: Database;
  readonly keyRing: KeyRing<Tx>;
  readonly commits: GroupCommit<KeptNotice, null>;
}

interface Hook extends Known {
  readonly service: HookService | null;
  readonly isLive: boolean;
}

/**
 * One notice: proven, read, and kept in one commit, before it is answered. Whatever does not count leaves its trace on the
 * account, and its sender hears why.
 * @throws Problem `not_found` for an account that is gone or a service it does not listen to, `notice_refused`,
 * `malformed_json`, `provider_away`
 */
export async function takeNotice(
  parts: HookParts,
  ref: HookRef,
  { service, notice }: { service: HookService; notice: Notice },
): Promise<void> {
  const hook = await openHook(parts, ref);
  if (hook === null) throw new Problem("not_found");
  const keep = (kept: Pick<KeptNotice, "told" | "outcome" | "detail">) =>
    parts.commits.add({ ...ref, ...kept, machineAt: notice.machineNow });
  const terms = hookTerms[service];
  if (hook.service !== service) {
    const outcome = hook.service === null ? "not_set_up" : "other_service";
    await keep({ told: null, outcome, detail: `It came to the address of ${service}.` });
    throw new Problem("not_found", { detail: "This account listens to no notices of this service." });
  }
  const found = read(terms, await prove(parts, { hook, terms, service }, notice));
  if (found.is === "refused") {
    await keep({ told: null, outcome: found.why, detail: found.detail });
    throw refusalOf(found);
  }
  if (found.is === "told") {
    await keep({ told: { ...found.told, accountId: ref.accountId }, outcome: null, detail: null });
  } else await keep({ told: null, outcome: outcomes[found.is], detail: null });
}

const outcomes = { wake: "woken", confirmed: "confirmed", nothing: "ignored" } as const satisfies Record<
  string,
  HookOutcome
>;

async function openHook({ database, keyRing }: HookParts, { workspaceId, accountId }: HookRef): Promise<Hook | null> {
  return inWorkspace(database, workspaceId, async (tx) => {
    const hook = await readHook(tx, accountId);
    if (hook === null) return null;
    const secret = hook.sealed === null ? "" : await openHookSecret(keyRing, tx, { accountId, sealed: hook.sealed });
    return { service: hook.service, secret, mailbox: hook.email, isLive: (await loadWorkspace(tx))?.mode === "live" };
  });
}

function prove(
  parts: HookParts,
  { hook, terms, service }: { hook: Hook; terms: HookTerms; service: HookService },
  notice: Notice,
): Promise<Proven> | Proven {
  // Its proof is fetched outside, where a sandbox asks nobody.
  if (service === "ses" && !hook.isLive) {
    return refused("not_live", "A sandbox asks nobody outside, so Amazon's certificate cannot be fetched.");
  }
  return terms.prove(notice, hook, parts);
}

type Read =
  | Exclude<Proven, { is: "events" }>
  | { readonly is: "told"; readonly told: Pick<ToldEvents, "service" | "events"> }
  | { readonly is: "nothing" };

function read({ events: service }: HookTerms, proven: Proven): Read {
  if (proven.is !== "events") return proven;
  const events = service === null ? [] : readProviderEvents(service, proven.body);
  if (service === null || events?.length === 0) return { is: "nothing" };
  if (events === null) return refused("unreadable", "It holds more events than any service sends at once.");
  return { is: "told", told: { service, events } };
}

function refusalOf({ why, detail }: Refused): Problem {
  if (why === "unreadable") return new Problem("malformed_json", { detail });
  // It comes again, and perhaps Amazon answers then.
  if (why === "unreachable") return new Problem("provider_away", { detail, retryAfterSeconds: 60 });
  return new Problem("notice_refused", { detail });
}
