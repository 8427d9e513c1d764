import { PageBody } from "../../ui/page.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { JudgeAgain } from "./judge-again.tsx";
import { Lessons } from "./lessons.tsx";
import { LinkName } from "./link-name.tsx";
import { SecondOpinion } from "./second-opinion.tsx";
import { useTracking } from "./tracking-queries.ts";

/** The name that links stand under, the rules that tell people from machines, what corrections of replies have taught, and who else is asked. */
export function Tracking() {
  const tracking = useTracking();
  return (
    <PageBody label="Tracking">
      {tracking.error ? <ErrorState error={tracking.error} retry={() => void tracking.refetch()} /> : null}
      {tracking.isPending ? <SkeletonRows rows={4} /> : null}
      {tracking.data ? (
        <>
          <LinkName tracking={tracking.data} />
          <JudgeAgain rules={tracking.data.rules} />
        </>
      ) : null}
      <Lessons />
      <SecondOpinion />
    </PageBody>
  );
}
