import type { Enrollment } from "@haste/contract/nouns/enrollments";
import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { cx } from "../ui/cx.ts";
import { A } from "../ui/link.tsx";
import { usePages } from "../ui/list/use-pages.ts";
import p from "../ui/panes.module.css";
import { ErrorState } from "../ui/state/error.tsx";
import { Bone } from "../ui/state/skeleton.tsx";
import { EnrollmentState } from "../ui/status/state.tsx";
import { toastDone } from "../ui/toast.tsx";
import s from "./contact.module.css";

type Deed = "pause" | "resume" | "remove";

/** Every sequence this person is or was in: where they stand there, and why. */
export function ContactSequences({ contactId }: { contactId: string }) {
  const list = usePages<Enrollment>(["contact", contactId, "sequences"], (cursor, signal) =>
    api("GET /contacts/:id/sequences", {
      params: { id: contactId },
      query: { limit: 50, ...(cursor ? { cursor } : {}) },
      signal,
    }),
  );
  const deeds = useEnrollmentDeed(contactId);
  return (
    <section className={cx(p.part, s.part)} aria-label="Sequences">
      <h3>Sequences</h3>
      {list.query.isPending ? <Bone width="60%" /> : null}
      {list.query.error ? <ErrorState error={list.query.error} retry={() => void list.query.refetch()} /> : null}
      {deeds.error ? <ErrorState error={deeds.error} /> : null}
      {list.query.data && list.rows.length === 0 ? <p className="quiet">In no sequence so far.</p> : null}
      <ul>
        {list.rows.map((row) => (
          <SequenceRow key={row.id} row={row} onDeed={(deed) => deeds.mutate({ row, deed })} />
        ))}
      </ul>
      {list.query.hasNextPage ? (
        <button type="button" className="link" onClick={list.loadMore}>
          Older ones
        </button>
      ) : null}
    </section>
  );
}

function SequenceRow({ row, onDeed }: { row: Enrollment; onDeed: (deed: Deed) => void }) {
  const times = useTimes();
  const open = row.status === "active" || row.status === "paused";
  const waits = row.state === "waiting" && row.nextRunAt ? `until ${times.when(row.nextRunAt)}` : null;
  const name = row.sequence?.name ?? "Sequence";
  return (
    <li className={s.enrolled}>
      <div className={p.text}>
        <A className={s.enrolledName} href={`${paths.sequence(row.sequenceId, "people")}?person=${row.id}`} dir="auto">
          {name}
        </A>
        <EnrollmentState state={row.state} reason={row.stateReason ?? waits} />
        <span className={p.hint}>
          {open ? `step ${row.currentStep}, ` : ""}enrolled {times.when(row.enrolledAt)}
        </span>
      </div>
      {open ? (
        <Menu>
          <Menu.Target>
            <ActionIcon size={24} aria-label={`What to do in ${name}`}>
              <IconDots size={16} stroke={1.6} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {row.status === "active" ? (
              <Menu.Item onClick={() => onDeed("pause")}>Pause here</Menu.Item>
            ) : (
              <Menu.Item onClick={() => onDeed("resume")}>Resume here</Menu.Item>
            )}
            <Menu.Item onClick={() => onDeed("remove")}>Take out of this sequence</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </li>
  );
}

function useEnrollmentDeed(contactId: string) {
  const queries = useQueryClient();
  const refresh = () => {
    for (const key of [["contact", contactId], ["enrollments"], ["sequences"], ["emails"]])
      void queries.invalidateQueries({ queryKey: key });
  };
  const run = ({ row, deed }: { row: Enrollment; deed: Deed }): Promise<unknown> => {
    const params = { id: row.id };
    if (deed === "remove") return api("DELETE /enrollments/:id", { params });
    if (deed === "pause") return api("PUT /enrollments/:id/pause", { params, body: {} });
    return api("PUT /enrollments/:id/resume", { params, body: {} });
  };
  return useMutation({
    mutationFn: run,
    onSuccess: (_, { row, deed }) => {
      const where = row.sequence?.name ?? "this sequence";
      if (deed === "pause") {
        const undo = () => void run({ row, deed: "resume" }).finally(refresh);
        toastDone(`Paused in ${where}.`, undo);
      }
      if (deed === "remove") toastDone(`No further mail from ${where}.`);
    },
    onSettled: refresh,
  });
}
