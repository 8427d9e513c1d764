import type { WorkContext } from "../../platform/context/index.ts";
import type { KeyRing } from "../../platform/crypto/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { HostPolicy, ResolveHost } from "../../platform/net/index.ts";

export interface SendingAccountPorts {
  readonly keyRing: KeyRing<Tx>;
  readonly policy: HostPolicy;
  /** Default: the system's resolver. */
  readonly resolve?: ResolveHost;
  /** People who wait for this account, or were held because of it, are planned again. */
  readonly accountChanged: (ctx: WorkContext, accountId: string, what: AccountChanges) => Promise<void>;
}

export interface AccountChanges {
  /** It works at other hours, so mail that waits for it may wait for the wrong ones. */
  readonly hours: boolean;
}
