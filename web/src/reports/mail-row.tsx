import type { ReportSchedule } from "@haste/contract/nouns/report-schedules";
import { ActionIcon, Switch } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { useTimes } from "../app/clock.tsx";
import { plural } from "../ui/numbers.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { schedulesQuery } from "./queries.ts";
import s from "./reports.module.css";
import { formatNames, rhythmWords } from "./words.ts";

/** One view that goes out by mail, with its last and its next time. */
export function MailRow({ mail, mayChange }: { mail: ReportSchedule; mayChange: boolean }) {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: schedulesQuery.queryKey });
  const { id, version } = mail;
  const turn = useMutation({
    mutationFn: (isOn: boolean) =>
      api("PUT /report-schedules/:id", { params: { id }, body: { isOn }, headers: { "If-Match": `"v${version}"` } }),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: () => api("DELETE /report-schedules/:id", { params: { id } }),
    onSettled: refresh,
  });
  const error = turn.error ?? remove.error;
  return (
    <li data-gone={!mail.isOn || undefined}>
      <div className={s.fileWhat}>
        <span className={s.fileTitle} dir="auto">
          {mail.viewName}, {formatNames[mail.format]}
        </span>
        <span>
          {rhythmWords(mail)}, {mail.timezone}
        </span>
        <span className="cut" title={mail.recipients.join(", ")}>
          to {mail.recipients.join(", ")}
        </span>
        <Times mail={mail} />
        {error ? <ErrorState error={error} /> : null}
      </div>
      {mayChange ? (
        <>
          <Switch
            size="xs"
            checked={mail.isOn}
            disabled={turn.isPending}
            onChange={(event) => turn.mutate(event.currentTarget.checked)}
            aria-label={`Mail ${mail.viewName}`}
          />
          <ActionIcon
            onClick={() => remove.mutate()}
            loading={remove.isPending}
            aria-label={`Mail ${mail.viewName} no more`}
          >
            <IconTrash size={16} stroke={1.6} />
          </ActionIcon>
        </>
      ) : null}
    </li>
  );
}

function Times({ mail: { last, nextAt } }: { mail: ReportSchedule }) {
  const times = useTimes();
  const next = nextAt === null ? "Off" : `Next ${times.when(nextAt)}`;
  if (last === null) return <span className="num">{next} · never sent</span>;
  if (last.status === "failed")
    return (
      <span className={s.fileFailed}>
        {times.when(last.dueAt)} failed: {last.error ?? "unknown"}
      </span>
    );
  const came = last.status === "done" ? plural(last.mails, "mail", "mails") : "being written";
  return (
    <span className="num">
      {next} · last {times.when(last.dueAt)}, {came}
    </span>
  );
}
