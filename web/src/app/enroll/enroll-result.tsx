import type { Job } from "@haste/contract/nouns/operations";
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { plural } from "../../ui/numbers.ts";
import { LongWork } from "../../ui/state/long-work.tsx";
import { api } from "../api.ts";
import { useJob } from "../use-job.ts";
import s from "./enroll.module.css";

interface Props {
  sequence: { readonly id: string };
  /** The job that enrolls. */
  job: Job;
  onClose: () => void;
  closeWord: string;
}

/** What came of it, and the way back as long as nobody was mailed. */
export function EnrollResult({ sequence, job, onClose, closeWord }: Props) {
  const queries = useQueryClient();
  const undo = useMutation({
    mutationFn: () => api("POST /sequences/:id/enroll/undo", { params: { id: sequence.id }, body: { jobId: job.id } }),
    onSettled: () => {
      for (const key of ["enrollments", "sequences", "emails", "home", "contact"])
        void queries.invalidateQueries({ queryKey: [key] });
    },
  });
  const followed = useJob(undo.data?.id);
  const undone = undo.data ? (followed.data ?? undo.data) : undefined;
  const over = job.status === "done";
  const error = job.error ?? undo.error?.message ?? undone?.error;
  return (
    <>
      <Outcome job={job} undone={undone} />
      {error ? <p style={{ color: "var(--bad)" }}>{error}</p> : null}
      <div className={s.foot}>
        <span className="second">{over ? "" : "Goes on when you close this."}</span>
        {over && !undone && (job.counts.enrolled ?? 0) > 0 ? (
          <Button loading={undo.isPending} onClick={() => undo.mutate()}>
            Undo
          </Button>
        ) : null}
        <Button variant="filled" onClick={onClose}>
          {over ? closeWord : "Close"}
        </Button>
      </div>
    </>
  );
}

function Outcome({ job, undone }: { job: Job; undone: Job | undefined }) {
  if (undone?.status === "done") {
    const { removed = 0, kept = 0 } = undone.counts;
    return (
      <Said what={`${plural(removed, "person is", "people are")} taken back.`}>
        {kept > 0 ? `${plural(kept, "person has", "people have")} begun and stay.` : "Nobody was mailed."}
      </Said>
    );
  }
  if (undone) return <LongWork title="Taking everybody back" progress={undone.progress} />;
  if (job.status !== "done") return <LongWork title="Enrolling" progress={job.progress} />;
  const enrolled = job.counts.enrolled ?? job.counts.ready ?? job.progress.done;
  return (
    <Said what={`${plural(enrolled, "person is", "people are")} enrolled.`}>
      Their first mails are being planned; each person shows the exact minute.
    </Said>
  );
}

function Said({ what, children }: { what: string; children: string }) {
  return (
    <p style={{ fontSize: 14, lineHeight: "22px" }}>
      <b style={{ fontWeight: 600 }}>{what}</b> <span className="second">{children}</span>
    </p>
  );
}
