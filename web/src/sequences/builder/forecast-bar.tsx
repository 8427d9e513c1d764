import { Select } from "@mantine/core";
import { IconCalendarTime } from "@tabler/icons-react";
import { zoneName } from "../../ui/time.ts";
import s from "./builder.module.css";
import type { Reading } from "./use-forecast.ts";
import { nameAndCompany } from "./use-person.ts";

/** By whom the dates beside the steps are read, and in which zone they are said: once, not at each of them. */
export function ForecastBar({ who, forecast }: Reading) {
  const { rows, person, choose, search } = who;
  if (!person) return null;
  return (
    <div className={s.forecast}>
      <IconCalendarTime size={16} stroke={1.6} aria-hidden="true" />
      <span>Dates for</span>
      <Select
        aria-label="Dates for"
        size="xs"
        searchable
        allowDeselect={false}
        value={person.id}
        data={rows.map((row) => ({ value: row.id, label: nameAndCompany(row) }))}
        filter={({ options }) => options}
        onSearchChange={search}
        onChange={choose}
      />
      <span className="quiet">
        enrolled now, without an answer{forecast ? ` · times in ${zoneName(forecast.zone)}` : ""}
      </span>
    </div>
  );
}
