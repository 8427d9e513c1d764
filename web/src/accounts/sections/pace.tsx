import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { usePace } from "../queries.ts";
import { BreakersSection } from "./breakers.tsx";
import { ReputationSection } from "./reputation.tsx";
import { WarmUpSection } from "./warm-up.tsx";

/** How fast the account goes, and what holds it back; one look at the server for all of it. */
export function PaceSections({ account }: { account: SendingAccount }) {
  const pace = usePace(account.id);
  if (pace.error && !pace.data) return <ErrorState error={pace.error} retry={() => void pace.refetch()} />;
  if (!pace.data) return <SkeletonRows rows={4} />;
  return (
    <>
      <WarmUpSection account={account} pace={pace.data} />
      <BreakersSection accountId={account.id} providers={pace.data.providers} />
      <ReputationSection reputation={pace.data.reputation} />
    </>
  );
}
