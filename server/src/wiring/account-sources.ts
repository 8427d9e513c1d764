import { type SandboxServers, sandboxMailPassword } from "../catalog/sandbox/index.ts";
import { type ConsentPorts, createAccessTokens, type LoadAccounts } from "../catalog/sending-accounts/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import type { Database } from "../platform/db/index.ts";
import type { Log } from "../platform/log/index.ts";
import type { ConsentedSources } from "./accounts.ts";

export interface SourceParts extends Pick<ConsentPorts, "keyRing" | "clients" | "policy"> {
  readonly database: Database;
  readonly log: Log;
  readonly passwordKey: Buffer;
  readonly loadAccounts: LoadAccounts;
  readonly providerUrls: Readonly<Record<string, string>>;
  readonly accountFailed: (workspaceId: string, accountId: string, reason: string) => Promise<void>;
}

/** Where accounts are read, reached and let in. */
export function accountSources(parts: SourceParts, sandbox: SandboxServers): ConsentedSources {
  const { loadAccounts, policy, passwordKey, providerUrls } = parts;
  return {
    loadAccounts,
    policy,
    providerUrls,
    sandboxMail: {
      host: sandbox.host,
      smtpPort: sandbox.smtpPort,
      imapPort: sandbox.imapPort,
      passwordOf: (workspaceId, address) => sandboxMailPassword(passwordKey, workspaceId, address),
    },
    tokens: createAccessTokens({ ...parts, machineNow: () => systemClock.machineNow() }),
  };
}
