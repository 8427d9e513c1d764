import type { ApiInput, ProviderKind } from "@haste/contract/nouns/sending-accounts";
import type { StoredApi } from "./queries.ts";

/** How a provider with keys is asked, as it will be stored, and its key. */
interface WrittenApi {
  readonly stored: StoredApi;
  readonly key: string | null;
}

/**
 * The same after a change; undefined leaves it. A stored key stays only with the provider and the id it belongs to, so
 * that it is never shown to another service.
 */
export function writeApi(
  provider: ProviderKind,
  input: ApiInput | null | undefined,
  before: { readonly provider: ProviderKind; readonly api: StoredApi | null; readonly key: string | null },
): WrittenApi | null {
  const isSameProvider = before.provider === provider;
  if (input === undefined) {
    return before.api === null || !isSameProvider ? null : { stored: before.api, key: before.key };
  }
  if (input === null) return null;
  const accessKeyId = input.accessKeyId ?? null;
  const isSame = isSameProvider && (before.api?.accessKeyId ?? null) === accessKeyId;
  const kept = isSame ? before.key : null;
  const key = input.key === undefined ? kept : input.key || null;
  const { domain = null, region = null } = input;
  return { stored: { domain, region, accessKeyId, hasKey: key !== null }, key };
}
