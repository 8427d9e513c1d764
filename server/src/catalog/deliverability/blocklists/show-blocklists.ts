import type { Blocklists } from "@haste/contract/nouns/blocklists";
import type { Listing } from "@haste/engine/deliverability";
import type { WorkContext } from "../../../platform/context/index.ts";
import { findBlocklistCheck } from "./queries.ts";

const urgency: Readonly<Record<Listing["state"], number>> = { listed: 0, note: 1, unknown: 2, clean: 3 };

/** What the lists said last, what wants something done first. */
export async function showBlocklists(ctx: WorkContext): Promise<Blocklists> {
  const { listings, notAsked, checkedAt } = await findBlocklistCheck(ctx.tx);
  return {
    listings: listings.toSorted((a, b) => urgency[a.state] - urgency[b.state]).map(listingToWire),
    notAsked: [...notAsked],
    checkedAt: checkedAt?.toISOString() ?? null,
  };
}

export function listingToWire(listing: Listing): Blocklists["listings"][number] {
  return { ...listing, codes: [...listing.codes] };
}
