import type { ReportSchedule, ReportScheduleInput } from "@haste/contract/nouns/report-schedules";
import type { SavedView } from "@haste/contract/nouns/saved-views";
import { WEEKDAYS } from "@haste/engine/base";
import { Button, SegmentedControl, Select, TagsInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../app/api.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { accountNamesQuery, schedulesQuery } from "./queries.ts";
import s from "./reports.module.css";
import { formatNames, weekdayNames } from "./words.ts";

type Every = ReportSchedule["rhythm"]["every"];
type Format = ReportSchedule["format"];

const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${hour}:00`.padStart(5, "0") }));
const days = Array.from({ length: 28 }, (_, at) => ({ value: String(at + 1), label: `On day ${at + 1}` }));
const weekdays = WEEKDAYS.map((value) => ({ value, label: `On ${weekdayNames[value]}` }));

interface FormProps {
  readonly saved: readonly SavedView[];
  readonly open: string | undefined;
  readonly onDone: () => void;
}

interface Chosen {
  readonly viewId: string | null;
  readonly every: Every;
  readonly weekday: string;
  readonly day: string;
  readonly hour: string;
  readonly format: Format;
  readonly account: string | null;
  readonly recipients: readonly string[];
}

/** What is mailed, when, from which account and to whom. */
export function MailForm({ saved, open, onDone }: FormProps) {
  const queries = useQueryClient();
  const accounts = useQuery(accountNamesQuery).data?.data ?? [];
  const [chosen, setChosen] = useState<Chosen>({
    viewId: open ?? saved[0]?.id ?? null,
    ...{ every: "week", weekday: "mon", day: "1", hour: "8", format: "pdf", account: null, recipients: [] },
  });
  const set = (patch: Partial<Chosen>) => setChosen({ ...chosen, ...patch });
  const body = bodyOf({ ...chosen, account: chosen.account ?? accounts[0]?.id ?? null });
  const create = useMutation({
    mutationFn: (input: ReportScheduleInput) => api("POST /report-schedules", { body: input }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: schedulesQuery.queryKey });
      onDone();
    },
  });
  return (
    <form
      className={s.newFile}
      onSubmit={(event) => {
        event.preventDefault();
        if (body) create.mutate(body);
      }}
    >
      <Select
        size="xs"
        label="View"
        allowDeselect={false}
        value={chosen.viewId}
        data={saved.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(viewId) => set({ viewId })}
      />
      <When chosen={chosen} set={set} />
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label="Format"
        value={chosen.format}
        data={Object.entries(formatNames).map(([value, label]) => ({ value, label }))}
        onChange={(value) => set({ format: value as Format })}
      />
      <Select
        size="xs"
        label="From"
        allowDeselect={false}
        value={chosen.account ?? accounts[0]?.id ?? null}
        data={accounts.map(({ id, email }) => ({ value: id, label: email }))}
        onChange={(account) => set({ account })}
      />
      <TagsInput
        size="xs"
        label="To"
        description="Up to 20 addresses. Everybody can unsubscribe from it; nobody's opens or clicks are counted."
        placeholder={chosen.recipients.length === 0 ? "ann@your-team.com" : ""}
        value={[...chosen.recipients]}
        acceptValueOnBlur
        splitChars={[",", " ", ";"]}
        onChange={(recipients) => set({ recipients })}
      />
      {create.error ? <ErrorState error={create.error} /> : null}
      <div className={s.formFoot}>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="filled" disabled={body === null} loading={create.isPending}>
          Mail it
        </Button>
      </div>
    </form>
  );
}

function When({ chosen, set }: { chosen: Chosen; set: (patch: Partial<Chosen>) => void }) {
  return (
    <>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label="How often"
        value={chosen.every}
        data={[
          { value: "day", label: "Daily" },
          { value: "week", label: "Weekly" },
          { value: "month", label: "Monthly" },
        ]}
        onChange={(value) => set({ every: value as Every })}
      />
      <div className={s.when}>
        {chosen.every === "week" ? (
          <Select
            size="xs"
            aria-label="Weekday"
            allowDeselect={false}
            value={chosen.weekday}
            data={weekdays}
            onChange={(weekday) => set({ weekday: weekday ?? "mon" })}
          />
        ) : null}
        {chosen.every === "month" ? (
          <Select
            size="xs"
            aria-label="Day of the month"
            allowDeselect={false}
            value={chosen.day}
            data={days}
            onChange={(day) => set({ day: day ?? "1" })}
          />
        ) : null}
        <Select
          size="xs"
          aria-label="Hour"
          allowDeselect={false}
          value={chosen.hour}
          data={hours}
          onChange={(hour) => set({ hour: hour ?? "8" })}
        />
      </div>
    </>
  );
}

/** Null as long as something is missing. */
function bodyOf({ viewId, account, recipients, format, hour, ...when }: Chosen): ReportScheduleInput | null {
  if (viewId === null || account === null || recipients.length === 0) return null;
  const rhythm = rhythmOf(when);
  return {
    ...{
      viewId,
      sendingAccountId: account,
      recipients: [...recipients],
      format,
      hour: Number(hour),
      rhythm,
      isOn: true,
    },
  };
}

function rhythmOf({ every, weekday, day }: Pick<Chosen, "every" | "weekday" | "day">): ReportSchedule["rhythm"] {
  if (every === "week") return { every, weekday: WEEKDAYS.find((one) => one === weekday) ?? "mon" };
  return every === "month" ? { every, day: Number(day) } : { every };
}
