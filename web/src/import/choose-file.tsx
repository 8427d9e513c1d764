import type { Import } from "@haste/contract/nouns/crm";
import { Button } from "@mantine/core";
import { IconFileImport, IconFileSpreadsheet } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { type DragEvent, useRef, useState } from "react";
import { api } from "../app/api.ts";
import { useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { cx } from "../ui/cx.ts";
import { A } from "../ui/link.tsx";
import { usePages } from "../ui/list/use-pages.ts";
import { bytesWords, plural } from "../ui/numbers.ts";
import { Page, PageBody, PageHeader, Section } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import s from "./import.module.css";
import { useUpload } from "./import-queries.ts";
import { Steps } from "./steps.tsx";

const mostBytes = 100 * 1024 * 1024;

/** Why this file cannot be taken, before anything is sent. */
function refusalOf(file: File): string | null {
  if (/\.(xlsx?|ods|numbers)$/i.test(file.name))
    return `${file.name} is a workbook. Save the sheet as CSV (UTF-8) and drop that file.`;
  if (file.size > mostBytes) return "A file may have at most 100 MB; split it in two.";
  if (file.size === 0) return `${file.name} is empty.`;
  return null;
}

/** The first step: drop a file anywhere on the sheet, or choose one. */
export function ChooseFile() {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const upload = useUpload((stored) => router.history.push(paths.importOf(stored.id)));
  function take(file: File | undefined) {
    if (!file || upload.isPending) return;
    const refused = refusalOf(file);
    setRefusal(refused);
    if (!refused) upload.mutate(file);
  }
  const drop = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      take(event.dataTransfer.files[0]);
    },
  };
  return (
    <Page>
      <PageHeader
        icon={<IconFileImport size={16} stroke={1.6} />}
        crumbs={[{ label: "Contacts", href: paths.contacts }]}
        title="Import"
        meta="Nothing is written before you say so"
      />
      <Steps
        steps={[
          { name: "File", share: 0, detail: "CSV, up to 100 MB", current: true },
          { name: "Columns", share: 0, detail: "" },
          { name: "Dry run", share: 0, detail: "" },
          { name: "Result", share: 0, detail: "" },
        ]}
      />
      <PageBody label="Choose a file">
        <div className={cx(s.drop, over && s.over)} {...drop}>
          <IconFileSpreadsheet size={32} stroke={1.3} aria-hidden="true" />
          {upload.isPending ? (
            <p role="status">
              Reading <b>{upload.variables.name}</b>, {bytesWords(upload.variables.size)}…
            </p>
          ) : (
            <>
              <h2>Drop a CSV file here</h2>
              <p>
                Comma, semicolon or tab; any encoding. Columns are guessed, every row is tried, and you see what would
                come of it. Nobody who unsubscribed comes back.
              </p>
              <Button variant="filled" onClick={() => input.current?.click()}>
                Choose a file…
              </Button>
            </>
          )}
          <input
            ref={input}
            type="file"
            accept=".csv,.tsv,.txt,text/csv"
            hidden
            aria-label="CSV file"
            onChange={(event) => {
              take(event.currentTarget.files?.[0]);
              event.currentTarget.value = "";
            }}
          />
        </div>
        {refusal ? (
          <p className={s.refusal} role="alert">
            {refusal}
          </p>
        ) : null}
        {upload.error ? <ErrorState error={upload.error} /> : null}
        <Earlier />
      </PageBody>
    </Page>
  );
}

const stateWords: Record<Import["status"], string> = {
  uploaded: "not checked yet",
  checking: "being checked",
  checked: "checked, nothing written yet",
  running: "coming in",
  done: "imported",
  canceled: "stopped by hand",
  failed: "stopped by a failure",
};

/** Files that were brought before; one that was left half way goes on where it stands. */
function Earlier() {
  const times = useTimes();
  const list = usePages<Import>(["imports", "list"], (cursor, signal) =>
    api("GET /imports", { query: { limit: 20, ...(cursor ? { cursor } : {}) }, signal }),
  );
  if (list.rows.length === 0) return null;
  return (
    <Section title="Earlier files" aside="a file left half way goes on where it stands">
      <ul className={s.earlier}>
        {list.rows.map((row) => (
          <li key={row.id}>
            <A href={paths.importOf(row.id)} className={s.earlierRow}>
              <b className="cut" dir="auto">
                {row.fileName}
              </b>
              <span className={`second ${s.state}`}>{stateWords[row.status]}</span>
              <span className={`num ${s.wide}`}>{plural(row.rowCount, "row", "rows")}</span>
              <time dateTime={row.createdAt}>{times.when(row.createdAt)}</time>
            </A>
          </li>
        ))}
      </ul>
      {list.query.hasNextPage ? (
        <button type="button" className="link" onClick={list.loadMore}>
          Older files
        </button>
      ) : null}
    </Section>
  );
}
