import type { SigningKeys } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { defineRoutes, type RequestContext } from "../../../platform/http/index.ts";
import { readLastVisit } from "./queries.ts";
import { scriptToken } from "./tokens.ts";

interface VisitPorts {
  readonly signingKeys: SigningKeys;
  /** Where recipients and visitors find the product. */
  readonly publicUrl: (tx: Tx) => Promise<string>;
}

export function visitSettingsRoutes(ports: VisitPorts) {
  return defineRoutes({ "GET /tracking/visits": (ctx) => showVisits(ctx, ports) });
}

/** What a page needs to tell visits, and the latest that was told. */
async function showVisits({ tx }: RequestContext, { signingKeys, publicUrl }: VisitPorts) {
  const last = await readLastVisit(tx);
  return {
    scriptUrl: `${await publicUrl(tx)}/t/v/${scriptToken(signingKeys, tx.workspaceId)}.js`,
    lastVisit: last === null ? null : { page: last.page, at: last.at.toISOString() },
  };
}
