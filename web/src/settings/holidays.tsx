import type { HolidayCalendar } from "@haste/contract/nouns/calendar";
import { Button } from "@mantine/core";
import { IconCalendarOff } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../app/api.ts";
import { plural } from "../ui/numbers.ts";
import { PageBody } from "../ui/page.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { toastDone } from "../ui/toast.tsx";
import { HolidayForm } from "./holiday-form.tsx";
import { regionName } from "./region-words.ts";
import s from "./settings.module.css";

/** Calendars that sequences may rest by: public holidays of countries, and days of one's own. */
export function Holidays() {
  const [edited, setEdited] = useState<HolidayCalendar | "new" | null>(null);
  const calendars = useQuery({
    queryKey: ["holiday-calendars"],
    queryFn: ({ signal }) => api("GET /holiday-calendars", { query: { limit: 200 }, signal }),
  });
  const rows = calendars.data?.data ?? [];
  const add = (
    <Button variant="filled" onClick={() => setEdited("new")}>
      New calendar
    </Button>
  );
  return (
    <PageBody label="Holidays">
      {calendars.error ? <ErrorState error={calendars.error} retry={() => void calendars.refetch()} /> : null}
      {calendars.isPending ? <SkeletonRows rows={3} height={52} /> : null}
      {calendars.data && rows.length === 0 ? (
        <Empty
          icon={<IconCalendarOff size={28} stroke={1.4} />}
          title="No holiday calendar yet"
          text="Nothing leaves on a holiday, and it is no business day. A sequence names its calendar in its settings."
        >
          {add}
        </Empty>
      ) : null}
      {rows.length > 0 ? (
        <>
          <ul>
            {rows.map((calendar) => (
              <Row key={calendar.id} calendar={calendar} onEdit={() => setEdited(calendar)} />
            ))}
          </ul>
          <div className={s.source}>{add}</div>
        </>
      ) : null}
      <p className={s.source}>
        Public holidays from 2025 to 2032:{" "}
        <a href="https://github.com/commenthol/date-holidays" target="_blank" rel="noreferrer">
          date-holidays
        </a>{" "}
        and contributors,{" "}
        <a href="https://creativecommons.org/licenses/by-sa/3.0/" target="_blank" rel="noreferrer">
          CC BY-SA 3.0
        </a>
        .
      </p>
      {edited ? (
        <HolidayForm
          key={edited === "new" ? "new" : edited.id}
          calendar={edited === "new" ? null : edited}
          onClose={() => setEdited(null)}
        />
      ) : null}
    </PageBody>
  );
}

function Row({ calendar, onEdit }: { calendar: HolidayCalendar; onEdit: () => void }) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api("DELETE /holiday-calendars/:id", { params: { id: calendar.id } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["holiday-calendars"] });
      toastDone(`${calendar.name} is removed.`);
    },
  });
  return (
    <li className={s.row}>
      <div className={s.what}>
        <b className="cut" dir="auto">
          {calendar.name}
        </b>
        <small>{daysWords(calendar)}</small>
      </div>
      <small className="quiet">
        {calendar.sequences === 0 ? "not used" : plural(calendar.sequences, "sequence", "sequences")}
      </small>
      <Button onClick={onEdit}>Edit</Button>
      <Button
        loading={remove.isPending}
        disabled={calendar.sequences > 0}
        title={calendar.sequences > 0 ? "Sequences rest on its days" : undefined}
        onClick={() => remove.mutate()}
      >
        Remove
      </Button>
      {remove.error ? <ErrorState error={remove.error} /> : null}
    </li>
  );
}

/** `Each person’s country, else Germany · 2 own days` */
function daysWords({ regions, byContactRegion, days }: HolidayCalendar): string {
  const named = regions.map(regionName).join(" + ");
  const countries = byContactRegion ? `Each person’s country${named ? `, else ${named}` : ""}` : named;
  const own = days.length > 0 ? plural(days.length, "day of its own", "days of its own") : "";
  return [countries, own].filter(Boolean).join(" · ") || "No days yet";
}
