import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { NumberInput } from "@mantine/core";
import { useState } from "react";
import { paths } from "../../app/paths.ts";
import { A } from "../../ui/link.tsx";
import { toastDone } from "../../ui/toast.tsx";
import s from "../forms.module.css";
import { useSaveAccount } from "../queries.ts";
import { SectionForm } from "./section-form.tsx";

const secondsIn = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400, weeks: 604_800 } as const;
const mostSeconds = 86_400;

/** How much and how fast: caps of the day and the hour, and the gap between two mails. */
export function LimitsSection({ account }: { account: SendingAccount }) {
  const { minGap, jitter } = account.pacing;
  const stored = {
    dailyLimit: account.dailyLimit,
    hourlyLimit: account.hourlyLimit,
    gap: minGap.value * secondsIn[minGap.unit],
    jitter: Math.round(jitter * 100),
  };
  const [form, setForm] = useState(stored);
  const save = useSaveAccount(account.id, () => toastDone("Limits are saved."));
  const set = (name: keyof typeof form) => (value: string | number) => setForm({ ...form, [name]: Number(value) });
  const isChanged = (Object.keys(stored) as (keyof typeof form)[]).some((name) => stored[name] !== form[name]);
  const onSave = () =>
    save.mutate({
      dailyLimit: form.dailyLimit,
      hourlyLimit: form.hourlyLimit,
      pacing: { minGap: { value: form.gap, unit: "seconds" }, jitter: form.jitter / 100 },
    });
  return (
    <SectionForm title="Limits" isChanged={isChanged} isSaving={save.isPending} error={save.error} onSave={onSave}>
      <div className={s.pair}>
        <NumberInput label="Mails a day" min={0} max={1_000_000} value={form.dailyLimit} onChange={set("dailyLimit")} />
        <NumberInput
          label="Mails an hour"
          min={0}
          max={1_000_000}
          value={form.hourlyLimit}
          onChange={set("hourlyLimit")}
        />
      </div>
      <div className={s.pair}>
        <NumberInput
          label="Seconds between two mails"
          min={0}
          max={mostSeconds}
          value={form.gap}
          onChange={set("gap")}
        />
        <NumberInput label="Varied by, percent" min={0} max={100} value={form.jitter} onChange={set("jitter")} />
      </div>
      <p className="quiet">{paceWords(form)}</p>
      <p className={`quiet ${s.page}`}>
        The smallest limit holds, those <A href={`${paths.settings}?tab=limits`}>that all accounts share</A> among them.
      </p>
    </SectionForm>
  );
}

function paceWords({ gap, jitter }: { gap: number; jitter: number }): string {
  if (gap === 0) return "Mails that are due leave without waiting for each other.";
  const spread = (gap * jitter) / 100;
  return `Two mails are ${Math.round(gap - spread)} to ${Math.round(gap + spread)} seconds apart.`;
}
