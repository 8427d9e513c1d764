import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { Button, Modal, Select, Switch } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../app/api.ts";
import { DayButtons } from "../ui/hours/day-buttons.tsx";
import { HourField } from "../ui/hours/hour-field.tsx";
import type { Weekday } from "../ui/hours/week.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { toastDone } from "../ui/toast.tsx";
import s from "./settings.module.css";

const officeHours: { days: Weekday[]; start: string; end: string } = {
  days: ["mon", "tue", "wed", "thu", "fri"],
  start: "09:00",
  end: "17:00",
};

/** The hours in which mail may leave this account, besides the window of its sequence. */
export function AccountWorkday({ account, onClose }: { account: SendingAccount; onClose: () => void }) {
  const queries = useQueryClient();
  const [isLimited, setLimited] = useState(account.workday !== null);
  const [hours, setHours] = useState(account.workday ?? { ...officeHours, timezone: null });
  const save = useMutation({
    mutationFn: () =>
      api("PUT /sending-accounts/:id", { params: { id: account.id }, body: { workday: isLimited ? hours : null } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["sending-accounts"] });
      toastDone(isLimited ? `${account.email} sends in its workday.` : `${account.email} sends at any hour.`);
      onClose();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  return (
    <Modal opened onClose={onClose} title={`Workday of ${account.email}`} size={560}>
      <form onSubmit={submit} className={s.form}>
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
            <Select
              label="Zone"
              placeholder={`The account’s: ${account.timezone}`}
              searchable
              clearable
              limit={60}
              value={hours.timezone}
              data={Intl.supportedValuesOf("timeZone")}
              onChange={(timezone) => setHours({ ...hours, timezone })}
            />
          </>
        ) : null}
        {save.error ? <ErrorState error={save.error} /> : null}
        <div className={s.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
}
