import type { Export } from "@haste/contract/nouns/exports";
import { ActionIcon, Button } from "@mantine/core";
import { IconDownload, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { useTimes } from "../app/clock.tsx";
import { isUnderWay, useJob } from "../app/use-job.ts";
import { bytesWords, plural } from "../ui/numbers.ts";
import { LongWork } from "../ui/state/long-work.tsx";
import { exportsQuery } from "./queries.ts";
import s from "./reports.module.css";
import { fileWords, formatNames } from "./words.ts";

const endings: Readonly<Record<NonNullable<Export["removedBecause"]>, string>> = {
  expired: "Removed after seven days",
  erasure: "Removed, because somebody in it was erased",
  hand: "Removed",
};

/** One file: being written, there to be taken, or why it is not. */
export function FileRow({ file }: { file: Export }) {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: exportsQuery.queryKey });
  const remove = useMutation({
    mutationFn: () => api("DELETE /exports/:id", { params: { id: file.id } }),
    onSettled: refresh,
  });
  const title = `${fileWords(file)}, ${formatNames[file.format]}`;
  return (
    <li data-gone={file.status === "removed" || undefined}>
      <div className={s.fileWhat}>
        <span className={s.fileTitle}>{title}</span>
        <State file={file} onEnd={refresh} />
      </div>
      {file.fileUrl === null ? null : (
        <Button
          component="a"
          href={file.fileUrl}
          download
          size="xs"
          aria-label={`Download ${title}`}
          leftSection={<IconDownload size={14} stroke={1.75} />}
        >
          Download
        </Button>
      )}
      {file.canRemove && !isUnderWay(statusOf(file)) ? (
        <ActionIcon onClick={() => remove.mutate()} loading={remove.isPending} aria-label={`Remove ${title}`}>
          <IconTrash size={16} stroke={1.6} />
        </ActionIcon>
      ) : null}
    </li>
  );
}

/** Of its job; a removed file has none that matters. */
function statusOf({ status }: Export): { status: Exclude<Export["status"], "removed"> } {
  return { status: status === "removed" ? "done" : status };
}

function State({ file, onEnd }: { file: Export; onEnd: () => void }) {
  const times = useTimes();
  if (isUnderWay(statusOf(file))) return <Writing file={file} onEnd={onEnd} />;
  if (file.removedBecause !== null) return <span>{endings[file.removedBecause]}</span>;
  if (file.status === "canceled") return <span>Canceled</span>;
  if (file.status === "failed") return <span className={s.fileFailed}>{file.error ?? "It could not be written."}</span>;
  const more = file.moreRows ? `, ${plural(file.moreRows, "row", "rows")} had no room` : "";
  return (
    <span className="num">
      {plural(file.rows ?? 0, "row", "rows")}
      {more} · {bytesWords(file.bytes ?? 0)}
      {file.includePeople ? " · with names" : ""} · {file.createdBy}, {times.when(file.createdAt)}
    </span>
  );
}

function Writing({ file, onEnd }: { file: Export; onEnd: () => void }) {
  const job = useJob(file.jobId).data;
  const cancel = useMutation({
    mutationFn: () => api("POST /jobs/:id/cancel", { params: { id: file.jobId } }),
    onSettled: onEnd,
  });
  if (job === undefined) return <span>Waits for its turn</span>;
  return <LongWork title="Writing" progress={job.progress} onCancel={() => cancel.mutate()} />;
}
