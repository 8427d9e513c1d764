import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { Select, Switch } from "@mantine/core";
import { useState } from "react";
import { DayButtons } from "../../ui/hours/day-buttons.tsx";
import { HourField } from "../../ui/hours/hour-field.tsx";
import type { Weekday } from "../../ui/hours/week.ts";
import { toastDone } from "../../ui/toast.tsx";
import s from "../forms.module.css";
import { useSaveAccount } from "../queries.ts";
import { workdayWords } from "../words.ts";
import { SectionForm } from "./section-form.tsx";

const officeHours: { days: Weekday[]; start: string; end: string } = {
  days: ["mon", "tue", "wed", "thu", "fri"],
  start: "09:00",
  end: "17:00",
};

/** The hours in which mail may leave this account, besides the window of its sequence, and where its day begins. */
export function WorkdaySection({ account }: { account: SendingAccount }) {
  const [isLimited, setLimited] = useState(account.workday !== null);
  const [hours, setHours] = useState(account.workday ?? { ...officeHours, timezone: null });
  const [timezone, setTimezone] = useState(account.timezone);
  const save = useSaveAccount(account.id, () => toastDone("The workday is saved."));
  const workday = isLimited ? hours : null;
  const isChanged = timezone !== account.timezone || JSON.stringify(workday) !== JSON.stringify(account.workday);
  return (
    <SectionForm
      title="Workday"
      aside={workdayWords(account)}
      isChanged={isChanged}
      isSaving={save.isPending}
      error={save.error}
      onSave={() => save.mutate({ workday, timezone })}
    >
      <Select
        label="Zone of this account"
        description="Its day, and with it its limit, begins at midnight there"
        searchable
        limit={60}
        allowDeselect={false}
        value={timezone}
        data={[...new Set([account.timezone, ...Intl.supportedValuesOf("timeZone")])]}
        onChange={(zone) => zone && setTimezone(zone)}
      />
      <Switch
        labelPosition="left"
        label="Send in working hours only"
        description="The window of the sequence must be open too"
        checked={isLimited}
        onChange={(event) => setLimited(event.currentTarget.checked)}
      />
      {isLimited ? (
        <>
          <DayButtons label="Days" value={hours.days} onChange={(days) => setHours({ ...hours, days })} />
          <div className={s.pair}>
            <HourField label="From" value={hours.start} onChange={(start) => setHours({ ...hours, start })} />
            <HourField
              label="Until, not included"
              end
              value={hours.end}
              onChange={(end) => setHours({ ...hours, end })}
            />
          </div>
        </>
      ) : null}
    </SectionForm>
  );
}
