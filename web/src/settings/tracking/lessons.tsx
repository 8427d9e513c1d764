import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useTimes } from "../../app/clock.tsx";
import { Section } from "../../ui/page.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import s from "./judge-again.module.css";
import { useForgetLessons, useLessons } from "./lessons-queries.ts";

/** What the team's corrections teach the sorting of replies, and forgetting it. */
export function Lessons() {
  const times = useTimes();
  const lessons = useLessons();
  const classes = lessons.data?.classes ?? [];
  const count = classes.reduce((sum, each) => sum + each.count, 0);
  return (
    <Section title="Replies you corrected" aside={count === 0 ? "none" : String(count)}>
      <div className={s.all}>
        <p className="quiet">
          A reply the sorting is not sure of is compared with the latest 200 that somebody corrected. Where two or more
          are like it and agree, it is sorted as they were, and the thread says so. Nothing leaves this server, and who
          is erased takes along what their words taught.
        </p>
        {lessons.isPending ? <SkeletonRows rows={1} /> : null}
        {lessons.error ? <ErrorState error={lessons.error} retry={() => void lessons.refetch()} /> : null}
        {count > 0 ? (
          <p>{classes.map((each) => `${each.count} ${each.class.replaceAll("_", " ")}`).join(" · ")}</p>
        ) : null}
        {lessons.data && count === 0 ? (
          <p>Correct a reply in the inbox with “Not right?”, and the next one like it is compared with it.</p>
        ) : null}
        {lessons.data?.forgottenAt ? (
          <p className="quiet">Forgotten {times.when(lessons.data.forgottenAt)}; earlier corrections teach nothing.</p>
        ) : null}
        <Forget isEmpty={count === 0} />
      </div>
    </Section>
  );
}

/** Cannot be undone, so it asks once more, in place. */
function Forget({ isEmpty }: { isEmpty: boolean }) {
  const [isAsking, setAsking] = useState(false);
  const forget = useForgetLessons(() => setAsking(false));
  return (
    <>
      {forget.error ? <ErrorState error={forget.error} /> : null}
      {isAsking ? (
        <Group gap="xs">
          <Button color="red" loading={forget.isPending} onClick={() => forget.mutate()}>
            Forget for good
          </Button>
          <Button variant="subtle" onClick={() => setAsking(false)}>
            Keep
          </Button>
        </Group>
      ) : (
        <div>
          <Button disabled={isEmpty} onClick={() => setAsking(true)}>
            Forget these lessons
          </Button>
        </div>
      )}
    </>
  );
}
