import type { Import } from "@haste/contract/nouns/crm";
import { Button } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { paths } from "../app/paths.ts";
import { useJob } from "../app/use-job.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { count, plural } from "../ui/numbers.ts";
import { Page, PageBody, PageHeader, Section } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { LongWork } from "../ui/state/long-work.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { PHONE, useMedia } from "../ui/use-width.ts";
import { BadRows } from "./bad-rows.tsx";
import { ColumnsSection } from "./columns-section.tsx";
import s from "./import.module.css";
import { isBusy, useImport, useImportWork } from "./import-queries.ts";
import { comingIn, Outcome } from "./outcome.tsx";
import { type Step, Steps } from "./steps.tsx";

/** One file on its way, four steps on one page. Everything is read from the server, so a reload loses nothing. */
export function ImportWizard({ id }: { id: string }) {
  const read = useImport(id);
  const found = read.data;
  if (found) return <Wizard found={found} />;
  return (
    <Page>
      <PageHeader
        icon={<IconFileImport size={16} stroke={1.6} />}
        crumbs={[{ label: "Contacts", href: paths.contacts }]}
        title="Import"
      />
      {read.error ? <ErrorState error={read.error} retry={() => void read.refetch()} /> : <SkeletonRows rows={8} />}
    </Page>
  );
}

function Wizard({ found }: { found: Import }) {
  const work = useImportWork(found.id);
  const router = useRouter();
  const phone = useMedia(PHONE);
  const primary = primaryOf(found, {
    check: () => work.mutate({ kind: "check" }),
    start: () => work.mutate({ kind: "import" }),
    leave: () => router.history.push(paths.contacts),
  });
  useKeys([
    {
      keys: "mod+Enter",
      label: primary?.label ?? "Import",
      group: "Import",
      run: () => primary && !work.isPending && primary.run(),
    },
  ]);
  return (
    <Page>
      <PageHeader
        icon={<IconFileImport size={16} stroke={1.6} />}
        crumbs={[
          { label: "Contacts", href: paths.contacts },
          { label: "Import", href: paths.import },
        ]}
        title={found.fileName}
        actions={
          <>
            <span className={`quiet ${s.wide}`}>{writtenWords(found)}</span>
            <Button variant="subtle" className={s.wide ?? ""} onClick={() => router.history.push(paths.import)}>
              {found.status === "done" ? "Another file" : "Leave"}
            </Button>
            {primary ? (
              <Button
                variant="filled"
                loading={work.isPending}
                onClick={primary.run}
                rightSection={phone ? null : <Kbd keys="mod+Enter" on />}
              >
                {primary.label}
              </Button>
            ) : null}
          </>
        }
      />
      <Steps steps={stepsOf(found)} />
      <PageBody label="Import">
        {work.error ? <ErrorState error={work.error} /> : null}
        <Work
          found={found}
          onCancel={(jobId) => work.mutate({ kind: "cancel", jobId })}
          onResume={(jobId) => work.mutate({ kind: "resume", jobId })}
        />
        {found.status === "done" ? <ResultSections found={found} /> : <DraftSections found={found} />}
      </PageBody>
    </Page>
  );
}

/** Before the import: columns first, what would come of them below. */
function DraftSections({ found }: { found: Import }) {
  return (
    <>
      <ColumnsSection found={found} />
      {judged(found) > 0 ? (
        <Section>
          <Outcome found={found} />
        </Section>
      ) : null}
      {found.status === "checked" ? <BadRows found={found} /> : null}
    </>
  );
}

/** After it: what came first. */
function ResultSections({ found }: { found: Import }) {
  return (
    <>
      <Section>
        <Outcome found={found} />
      </Section>
      <BadRows found={found} />
    </>
  );
}

interface WorkProps {
  readonly found: Import;
  readonly onCancel: (jobId: string) => void;
  readonly onResume: (jobId: string) => void;
}

/** The job on all rows: its bar while it runs, what stopped it where it stands still. */
function Work({ found, onCancel, onResume }: WorkProps) {
  const queries = useQueryClient();
  const { jobId, status } = found;
  const still = status === "canceled" || status === "failed";
  const job = useJob(isBusy(status) || still ? jobId : null).data;
  const ended = job !== undefined && job.status !== "queued" && job.status !== "running";
  useEffect(() => {
    if (!ended) return;
    void queries.invalidateQueries({ queryKey: ["imports"] });
    void queries.invalidateQueries({ queryKey: ["contacts"] });
  }, [ended, queries]);
  if (isBusy(status) && jobId) {
    const progress = job?.progress ?? {
      done: judged(found),
      total: found.rowCount,
      ratePerSecond: null,
      etaSeconds: null,
    };
    return (
      <div className={s.work}>
        <LongWork
          title={status === "checking" ? "Checking every row" : "Importing"}
          progress={progress}
          aside={status === "running" ? <span className="quiet">Goes on when you leave this page.</span> : null}
          onCancel={() => onCancel(jobId)}
        />
      </div>
    );
  }
  if (!still || !jobId) return null;
  return (
    <div className={s.work} role="status">
      <p>
        <b>{status === "failed" ? "The work broke off" : "Stopped"}</b> after{" "}
        {count(job?.progress.done ?? judged(found))} of {plural(found.rowCount, "row", "rows")}. What was done stays
        done.
        {job?.error ? <span className={s.workError}> {job.error}</span> : null}
      </p>
      <Button size="xs" onClick={() => onResume(jobId)}>
        Go on
      </Button>
    </div>
  );
}

function judged({ counts }: Import): number {
  return Object.values(counts).reduce((sum, n) => sum + n, 0);
}

function writtenWords({ status }: Import): string {
  if (status === "running") return "People are being written";
  if (status === "done") return "Everything is written";
  return status === "canceled" || status === "failed" ? "" : "Nothing is written yet";
}

interface Deeds {
  readonly check: () => void;
  readonly start: () => void;
  readonly leave: () => void;
}

/** The one thing to do next, with the number it will really touch. */
function primaryOf(found: Import, deeds: Deeds): { label: string; run: () => void } | null {
  const mapped = Object.values(found.mapping).includes("email");
  if (found.status === "done") return { label: "Show the contacts", run: deeds.leave };
  if (isBusy(found.status) || !mapped) return null;
  if (found.status !== "checked") return { label: `Check ${plural(found.rowCount, "row", "rows")}`, run: deeds.check };
  const come = comingIn(found);
  return come > 0 ? { label: `Import ${plural(come, "person", "people")}`, run: deeds.start } : null;
}

const delimiters: Record<string, string> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };

function stepsOf(found: Import): Step[] {
  const { status, rowCount } = found;
  const used = Object.keys(found.mapping).length;
  const share = rowCount > 0 ? Math.min(1, judged(found) / rowCount) : 0;
  const mapped = Object.values(found.mapping).includes("email");
  const parts = [
    plural(rowCount, "row", "rows"),
    found.encoding.toUpperCase(),
    delimiters[found.delimiter] ?? `“${found.delimiter}”`,
    found.hasHeader ? "" : "no header",
  ];
  const imported = status === "running" || status === "done";
  const checked = status === "checked" || imported;
  return [
    { name: "File", share: 1, detail: parts.filter(Boolean).join(" · ") },
    {
      name: "Columns",
      share: mapped ? 1 : 0.5,
      detail: `${used} of ${found.columns.length} used`,
      current: status === "uploaded",
    },
    {
      name: "Dry run",
      share: checked ? 1 : share,
      detail: checked ? "every row tried" : `${count(judged(found))} tried`,
      current: status === "checking" || status === "checked",
    },
    { name: "Result", share: imported ? share : 0, detail: resultWords(found), current: imported },
  ];
}

function resultWords(found: Import): string {
  if (found.status === "done") return `${plural(comingIn(found), "person", "people")} came in`;
  return found.status === "running" ? `${count(judged(found))} of ${count(found.rowCount)}` : "";
}
