import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { Button, NumberInput, Select, Switch } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { toastDone } from "../../ui/toast.tsx";
import s from "../forms.module.css";
import { rampWords, recipientChoices, recipientWords } from "../pace-words.ts";
import { useSaveAccount } from "../queries.ts";
import { SectionForm } from "./section-form.tsx";

type Ramp = NonNullable<SendingAccount["pacing"]["ramp"]>;
type Plan = Omit<Ramp, "providers">;

/** What the server begins a new live account with. */
const usual: Plan = { start: 20, step: 13, ceiling: 200, restartAfterDays: 30 };

/** The plan of the warm-up, and smaller ones towards single recipient providers. */
export function RampForm({ account }: { account: SendingAccount }) {
  const stored = account.pacing.ramp;
  const [isOn, setOn] = useState(stored !== null);
  const [ramp, setRamp] = useState<Ramp>(stored ?? { ...usual, ceiling: Math.max(1, account.dailyLimit) });
  const save = useSaveAccount(account.id, () => toastDone("The warm-up is saved."));
  const wanted = isOn ? ramp : null;
  const isChanged = JSON.stringify(wanted) !== JSON.stringify(stored);
  return (
    <SectionForm
      title="Warm-up plan"
      isChanged={isChanged}
      isSaving={save.isPending}
      error={save.error}
      onSave={() => save.mutate({ pacing: { ramp: wanted } })}
    >
      <Switch
        labelPosition="left"
        label="Warm it up"
        description="Few mails at first, more on each day on which mail leaves"
        checked={isOn}
        onChange={(event) => setOn(event.currentTarget.checked)}
      />
      {isOn ? (
        <>
          <PlanFields plan={ramp} onChange={(plan) => setRamp({ ...ramp, ...plan })} />
          <p className="quiet">{rampWords(ramp)}</p>
          <NumberInput
            label="Begins anew after so many days without a mail"
            min={1}
            max={365}
            value={ramp.restartAfterDays}
            onChange={(days) => setRamp({ ...ramp, restartAfterDays: Math.max(1, Number(days)) })}
          />
          <ProviderPlans ramp={ramp} onChange={setRamp} />
        </>
      ) : null}
    </SectionForm>
  );
}

function PlanFields(props: { plan: Plan; of?: string; onChange: (plan: Plan) => void }) {
  const { plan, onChange } = props;
  const of = props.of === undefined ? "" : `, ${props.of}`;
  const field = (name: "start" | "step" | "ceiling", label: string, min: number) => (
    <NumberInput
      label={`${label}${of}`}
      min={min}
      max={1_000_000}
      value={plan[name]}
      onChange={(n) => onChange({ ...plan, [name]: Math.max(min, Number(n)) })}
    />
  );
  return (
    <div className={s.trio}>
      {field("start", "First day", 1)}
      {field("step", "More each day", 0)}
      {field("ceiling", "Up to", 1)}
    </div>
  );
}

function ProviderPlans({ ramp, onChange }: { ramp: Ramp; onChange: (ramp: Ramp) => void }) {
  const { providers = {}, ...own } = ramp;
  const set = (next: Record<string, Plan>) =>
    onChange(Object.keys(next).length === 0 ? own : { ...own, providers: next });
  const free = recipientChoices.filter(({ value }) => !(value in providers));
  return (
    <>
      {Object.entries(providers).map(([provider, plan]) => (
        <fieldset key={provider} className={s.fieldset}>
          <legend className={s.legendRow}>
            To {recipientWords(provider)}
            <Button
              size="xs"
              variant="subtle"
              aria-label={`No ramp of its own for ${recipientWords(provider)}`}
              onClick={() => set(Object.fromEntries(Object.entries(providers).filter(([name]) => name !== provider)))}
            >
              <IconX size={14} stroke={1.75} />
            </Button>
          </legend>
          <PlanFields
            plan={plan}
            of={recipientWords(provider)}
            onChange={(next) => set({ ...providers, [provider]: next })}
          />
        </fieldset>
      ))}
      <Select
        label="Slower to one recipient provider"
        placeholder="Choose a provider"
        leftSection={<IconPlus size={14} stroke={1.75} />}
        searchable
        data={free}
        value={null}
        onChange={(provider) =>
          provider &&
          set({ ...providers, [provider]: { ...own, start: Math.ceil(own.start / 2), step: Math.ceil(own.step / 2) } })
        }
      />
    </>
  );
}
