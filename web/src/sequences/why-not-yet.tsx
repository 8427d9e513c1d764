import { IconCircleCheck, IconHourglass } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { useTimes } from "../app/clock.tsx";
import { guardWords } from "../app/enroll/guard-words.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { Bone } from "../ui/state/skeleton.tsx";
import s from "./sequences.module.css";

/** The ordered constraints on a person's next mail, which one binds, and the exact planned minute. */
export function WhyNotYet({ enrollmentId }: { enrollmentId: string }) {
  const times = useTimes();
  const why = useQuery({
    queryKey: ["enrollments", enrollmentId, "why"],
    queryFn: ({ signal }) => api("GET /enrollments/:id/why", { params: { id: enrollmentId }, signal }),
  });
  if (why.error) return <ErrorState error={why.error} retry={() => void why.refetch()} />;
  return (
    <section className={s.why}>
      <div className={s.whyHead}>
        <h3>Why not yet?</h3>
        {why.data ? (
          <span className="num">{why.data.plannedAt ? times.full(why.data.plannedAt) : "not planned"}</span>
        ) : null}
      </div>
      {why.data ? (
        <ol>
          {why.data.constraints.map((each) => {
            const binds = each.code === why.data.binding;
            return (
              <li key={`${each.code}${each.detail}`} className={s.constraint} data-binding={binds || undefined}>
                {binds ? (
                  <IconHourglass size={16} stroke={1.6} aria-label="binds:" />
                ) : (
                  <IconCircleCheck size={16} stroke={1.6} aria-hidden="true" />
                )}
                <span>{each.detail || guardWords(each.code)}</span>
                <small className="num">{each.freesAt ? `frees ${times.when(each.freesAt)}` : ""}</small>
              </li>
            );
          })}
          {why.data.constraints.length === 0 ? <li className="second">Nothing holds it back.</li> : null}
        </ol>
      ) : (
        <Bone width="80%" />
      )}
    </section>
  );
}
