import type { Enrollment } from "@haste/contract/nouns/enrollments";
import type { InboxThread, ShownThread } from "@haste/contract/nouns/inbox";
import { Button } from "@mantine/core";
import { useClock, useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { Avatar } from "../ui/avatar.tsx";
import { cx } from "../ui/cx.ts";
import { A } from "../ui/link.tsx";
import p from "../ui/panes.module.css";
import { personName } from "../ui/person.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { Bone } from "../ui/state/skeleton.tsx";
import { EnrollmentState } from "../ui/status/state.tsx";
import { clockTime, zoneName } from "../ui/time.ts";
import s from "./inbox.module.css";
import { useEnrollmentDeed, useSequencesOf } from "./inbox-queries.ts";

type Person = NonNullable<InboxThread["contact"]>;

/** Who writes, and where they stand in which sequence. */
export function Beside({ thread, contact }: { thread: ShownThread; contact: Person }) {
  const { now } = useClock();
  const name = personName(contact);
  return (
    <aside
      className={cx(p.side, s.side)}
      aria-label={`About ${name}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <section className={p.part}>
        <div className={s.who}>
          <Avatar id={contact.id} name={name} size={36} />
          <div className={p.text}>
            <h3 dir="auto">
              <A className="link" href={paths.contact(contact.id)}>
                {name}
              </A>
            </h3>
            <span className={cx(p.hint, "cut")}>{[contact.title, contact.company].filter(Boolean).join(", ")}</span>
          </div>
        </div>
        <dl className={s.facts}>
          <dt>Address</dt>
          <dd className="cut">{contact.email}</dd>
          {contact.timezone ? (
            <>
              <dt>Local time</dt>
              <dd className="num">
                {clockTime(now, contact.timezone)} {zoneName(contact.timezone)}
              </dd>
            </>
          ) : null}
          <dt>Wrote to</dt>
          <dd className="cut">{thread.sendingAccount.email}</dd>
        </dl>
      </section>
      <Sequences contactId={contact.id} />
    </aside>
  );
}

function Sequences({ contactId }: { contactId: string }) {
  const { data, error, isPending, refetch } = useSequencesOf(contactId);
  const deed = useEnrollmentDeed();
  return (
    <section className={p.part} aria-label="Sequences">
      <h3>Sequences</h3>
      {isPending ? <Bone width="60%" /> : null}
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {deed.error ? <ErrorState error={deed.error} /> : null}
      {data && data.data.length === 0 ? <p className="quiet">In no sequence so far.</p> : null}
      <ul className={s.enrollments}>
        {data?.data.map((row) => (
          <SequenceRow key={row.id} row={row} deed={deed} />
        ))}
      </ul>
    </section>
  );
}

function SequenceRow({ row, deed }: { row: Enrollment; deed: ReturnType<typeof useEnrollmentDeed> }) {
  const times = useTimes();
  const name = row.sequence?.name ?? "Sequence";
  const isOpen = row.status === "active" || row.status === "paused";
  const until = row.resumeAt ?? row.nextRunAt;
  const waits = isOpen && until ? `until ${times.when(until)}` : null;
  const run = (what: "stop" | "pause" | "continue") => () => deed.mutate({ id: row.id, deed: what });
  return (
    <li>
      <A className="link" href={`${paths.sequence(row.sequenceId, "people")}?person=${row.id}`} dir="auto">
        {name}
      </A>
      <EnrollmentState state={row.state} reason={row.stateReason ?? waits} />
      <span className={p.hint}>
        step {row.currentStep}, enrolled {times.when(row.enrolledAt)}
      </span>
      {isOpen ? (
        <span className={s.deeds}>
          {row.status === "active" ? (
            <Button size="xs" onClick={run("pause")} aria-label={`Pause ${name}`}>
              Pause
            </Button>
          ) : (
            <Button size="xs" onClick={run("continue")} aria-label={`Continue ${name}`}>
              Continue
            </Button>
          )}
          <Button size="xs" variant="subtle" onClick={run("stop")} aria-label={`Stop ${name}`}>
            Stop
          </Button>
        </span>
      ) : null}
    </li>
  );
}
