import type { Job } from "@haste/contract/nouns/operations";
import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Fragment, useState } from "react";
import { Kbd } from "../../ui/keys/kbd.tsx";
import { useKeys } from "../../ui/keys/use-keys.ts";
import { count, plural } from "../../ui/numbers.ts";
import { fillOf, type Part, StackedBar } from "../../ui/plots/stacked-bar.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { ErrorState } from "../../ui/state/error.tsx";
import { LongWork } from "../../ui/state/long-work.tsx";
import { api } from "../api.ts";
import { useJob } from "../use-job.ts";
import s from "./enroll.module.css";
import { EnrollResult } from "./enroll-result.tsx";
import { GuardRow, VerdictRow } from "./guard-row.tsx";
import { type Choice, type ChosenPerson, type GuardGroup, readVerdicts, rowsOf, type Verdicts } from "./verdicts.ts";
import { verdictsCsv } from "./verdicts-csv.ts";

type Body = NonNullable<Parameters<typeof bulk>[1]>;

function bulk(id: string, body: Choice & { dryRun?: boolean; override?: string[] }) {
  return api("POST /sequences/:id/enroll/bulk", { params: { id }, body: body as never });
}

interface Props {
  sequence: { readonly id: string };
  choice: Choice;
  /** Names for the ids in the verdicts, as far as the page knows them. */
  people: readonly ChosenPerson[];
  onBack: () => void;
  onClose: () => void;
  /** What the last button says once everybody is enrolled. */
  closeWord?: string;
}

/** Who is ready, who may go if one says so, and who must not; then the deed with the number it will really touch. */
export function EnrollVerdicts({ sequence, choice, people, onBack, onClose, closeWord = "Show them" }: Props) {
  const queries = useQueryClient();
  const [override, setOverride] = useState<ReadonlySet<string>>(new Set());
  const check = useQuery({
    queryKey: ["dry-run", sequence.id, choice],
    queryFn: () => bulk(sequence.id, { ...choice, dryRun: true }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const checking = useJob(check.data?.status === "done" ? null : check.data?.id);
  const checked = check.data?.status === "done" ? check.data : checking.data;
  const deed = useMutation({
    mutationFn: (body: Body) => bulk(sequence.id, body),
    onSuccess: () => {
      for (const key of ["enrollments", "sequences", "emails", "home", "contact"])
        void queries.invalidateQueries({ queryKey: [key] });
    },
  });
  const running = useJob(deed.data?.id);
  const job = deed.data ? (running.data ?? deed.data) : undefined;
  const verdicts = checked?.status === "done" ? readVerdicts(checked) : undefined;
  const going = verdicts
    ? verdicts.ready + sum(verdicts.groups, (group) => group.kind === "may" && override.has(group.code))
    : 0;
  const enroll = () => deed.mutate({ ...choice, ...(override.size > 0 ? { override: [...override] } : {}) });
  useKeys([
    { keys: "mod+Enter", label: "Enroll", group: "This dialog", run: () => going > 0 && !deed.data && enroll() },
  ]);
  const error = check.error ?? checking.error ?? deed.error ?? running.error;
  if (error) return <ErrorState error={error} retry={onBack} />;
  if (job) return <EnrollResult sequence={sequence} job={job} onClose={onClose} closeWord={closeWord} />;
  if (!verdicts)
    return (
      <LongWork
        title="Checking everybody"
        progress={checked?.progress ?? { done: 0, total: null, ratePerSecond: null, etaSeconds: null }}
      />
    );
  const flip = (code: string) => {
    const next = new Set(override);
    if (!next.delete(code)) next.add(code);
    setOverride(next);
  };
  return (
    <>
      <Summary verdicts={verdicts} />
      <ul className={s.groups}>
        <VerdictRow words="Ready" rows={verdicts.welcome} people={people} />
        {verdicts.groups.map((group, place) => (
          <Fragment key={group.code}>
            {group.kind === verdicts.groups[place - 1]?.kind ? null : (
              <li className={s.heading}>{kindWords[group.kind]}</li>
            )}
            <GuardRow group={group} people={people} on={override.has(group.code)} onFlip={() => flip(group.code)} />
          </Fragment>
        ))}
      </ul>
      <div className={s.foot}>
        {checked ? <ExportVerdicts job={checked} /> : null}
        <span className="second">Nothing happens until you press the button.</span>
        <Button onClick={onBack}>Back</Button>
        <Button
          variant="filled"
          disabled={going === 0}
          loading={deed.isPending}
          onClick={enroll}
          rightSection={<Kbd keys="mod+Enter" on />}
        >
          {`Enroll ${plural(going, "person", "people")}`}
        </Button>
      </div>
    </>
  );
}

const kindWords = { may: "May go, if you say so", told: "Ready, with a word", "must-not": "Must not" } as const;

function ExportVerdicts({ job }: { job: Job }) {
  const save = () => saveFile("verdicts.csv", new Blob([verdictsCsv(rowsOf(job))], { type: "text/csv" }));
  return (
    <Button variant="subtle" leftSection={<IconDownload size={14} stroke={1.75} />} onClick={save}>
      Export all verdicts
    </Button>
  );
}

function sum(groups: readonly GuardGroup[], which: (group: GuardGroup) => boolean): number {
  return groups.filter(which).reduce((total, group) => total + group.rows.length, 0);
}

function Summary({ verdicts }: { verdicts: Verdicts }) {
  const parts: Part[] = [
    { label: "Ready", n: verdicts.ready, color: "var(--v1)" },
    { label: "May go, if you say so", n: verdicts.may, color: "var(--v2)", hatch: true },
    { label: "Must not", n: verdicts.mustNot, color: "var(--mute)" },
  ];
  return (
    <>
      <div className={s.figures}>
        {parts.map((part) => (
          <span key={part.label}>
            <i style={{ background: fillOf(part) }} /> <b>{count(part.n)}</b> {part.label}
          </span>
        ))}
      </div>
      <StackedBar parts={parts} label="Verdicts" />
    </>
  );
}
