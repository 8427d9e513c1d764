import type { HookOutcome, ProviderHook, ProviderHookInput } from "@haste/contract/nouns/provider-hooks";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { KeyRing, SigningKeys } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { hookToken, hookUrl } from "./hook-address.ts";
import { sealHookSecret } from "./hook-secret.ts";
import { deleteHook, type HookRow, listOutcomes, type OutcomeRow, readHook, writeHook } from "./queries.ts";
import { hookTerms, servicesOf } from "./services.ts";

export interface HookPorts {
  readonly keyRing: KeyRing<Tx>;
  readonly signingKeys: SigningKeys;
  readonly publicUrl: () => string;
}

/** @throws Problem `not_found` */
export async function showHook(ctx: WorkContext, ports: HookPorts, accountId: string): Promise<ProviderHook> {
  const hook = await hookOf(ctx, accountId);
  const outcomes = await listOutcomes(ctx.tx, accountId);
  const token = hookToken(ports.signingKeys, { workspaceId: ctx.workspace.id, accountId });
  return {
    service: hook.service,
    hasSecret: hook.sealed !== null,
    services: servicesOf(hook.provider).map((service) => ({
      service,
      url: hookUrl(ports.publicUrl(), service, token),
      proof: hookTerms[service].proof,
    })),
    lastEventAt: lastProven(outcomes)?.toISOString() ?? null,
    outcomes: outcomes.map(({ lastAt, ...one }) => ({ ...one, lastAt: lastAt.toISOString() })),
    updatedAt: hook.updatedAt?.toISOString() ?? null,
  };
}

/** @throws Problem `not_found`, `invalid_request` */
export async function changeHook(
  ctx: WorkContext,
  ports: HookPorts,
  { accountId, service, secret }: ProviderHookInput & { readonly accountId: string },
): Promise<ProviderHook> {
  const hook = await hookOf(ctx, accountId);
  if (service === null) await deleteHook(ctx.tx, accountId);
  else {
    if (!servicesOf(hook.provider).includes(service)) {
      throw invalid("/service", `An account of ${hook.provider} gets no notices of ${service}.`);
    }
    const sealed = await sealedOf(ctx, ports, { accountId, service, secret: secret ?? null }, hook);
    await writeHook(ctx.tx, { accountId, service, sealed, at: ctx.now });
  }
  await audit(ctx, "sending-account.hook-changed", { kind: "sending-account", id: accountId }, { service });
  return showHook(ctx, ports, accountId);
}

interface Given {
  readonly accountId: string;
  readonly service: NonNullable<ProviderHookInput["service"]>;
  readonly secret: string | null;
}

async function sealedOf(ctx: WorkContext, ports: HookPorts, given: Given, hook: HookRow): Promise<Buffer | null> {
  const { proof, faultOf } = hookTerms[given.service];
  if (given.secret === null) {
    if (proof === "address") return null;
    if (hook.service === given.service && hook.sealed !== null) return hook.sealed;
    throw invalid("/secret", "Say what proves that a notice comes from this service.");
  }
  const fault = faultOf(given.secret);
  if (fault !== null) throw invalid("/secret", fault);
  return sealHookSecret(ports.keyRing, ctx.tx, given.accountId, given.secret);
}

async function hookOf(ctx: WorkContext, accountId: string): Promise<HookRow> {
  const hook = await readHook(ctx.tx, accountId);
  if (hook === null) throw new Problem("not_found", { detail: "There is no sending account with this id." });
  return hook;
}

/** What is only counted of a notice that its service really sent. */
const proven: ReadonlySet<HookOutcome> = new Set([
  "taken",
  "known",
  "ignored",
  "woken",
  "confirmed",
  "unknown_email",
  "other_account",
  "other_recipient",
  "never_sent",
]);

function lastProven(outcomes: readonly OutcomeRow[]): Date | null {
  const times = outcomes.filter(({ outcome }) => proven.has(outcome)).map(({ lastAt }) => lastAt.getTime());
  return times.length === 0 ? null : new Date(Math.max(...times));
}

function invalid(pointer: string, detail: string): Problem {
  return new Problem("invalid_request", { detail, errors: [{ pointer, code: "invalid", detail }] });
}
