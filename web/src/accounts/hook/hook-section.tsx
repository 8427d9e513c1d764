import type { HookService, ProviderHook } from "@haste/contract/nouns/provider-hooks";
import { Button, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTimes } from "../../app/clock.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { Section } from "../../ui/page.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { toastDone } from "../../ui/toast.tsx";
import form from "../forms.module.css";
import s from "./hook.module.css";
import { makeSecret, proofWords, serviceWords, stepsAt } from "./hook-words.ts";
import { Outcomes } from "./outcomes.tsx";
import { useHook, useSaveHook } from "./queries.ts";

/** Where the account's provider tells what became of mails: what to enter there, and what came of it. */
export function HookSection({ accountId }: { accountId: string }) {
  const times = useTimes();
  const found = useHook(accountId);
  const hook = found.data;
  return (
    <Section title="Provider events" aside={hook ? asideOf(hook, times.when) : ""}>
      {found.error && !hook ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : null}
      {hook ? <HookForm key={hook.updatedAt ?? ""} accountId={accountId} hook={hook} /> : null}
      {hook && hook.outcomes.length > 0 ? <Outcomes outcomes={hook.outcomes} /> : null}
    </Section>
  );
}

function asideOf({ service, lastEventAt, outcomes }: ProviderHook, when: (at: string) => string): string {
  if (service === null) return "not set up";
  if (lastEventAt !== null) return `last one ${when(lastEventAt)}`;
  return outcomes.length === 0 ? "nothing came yet" : "nothing taken yet";
}

function HookForm({ accountId, hook }: { accountId: string; hook: ProviderHook }) {
  const [only] = hook.services.length === 1 ? hook.services : [];
  const [service, setService] = useState<HookService | null>(hook.service ?? only?.service ?? null);
  const [secret, setSecret] = useState("");
  const save = useSaveHook(accountId);
  const chosen = hook.services.find((one) => one.service === service);
  const isStored = hook.service === service && (hook.hasSecret || chosen?.proof === "address");
  const isReady = chosen !== undefined && (secret.trim() !== "" || (chosen.proof === "address" && !isStored));
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isReady) return;
    const body = { service, ...(chosen.proof === "address" ? {} : { secret: secret.trim() }) };
    save.mutate(body, { onSuccess: () => toastDone(`Notices of ${serviceWords[chosen.service]} are read.`) });
  }
  return (
    <form className={form.form} onSubmit={submit} aria-label="Provider events">
      <p className="quiet">
        A service knows what became of a mail: delivered, bounced, complained. What it tells here counts within a
        second, and settles emails whose server never answered.
      </p>
      {only === undefined ? <ChooseService hook={hook} value={service} onChange={setService} /> : null}
      {chosen === undefined ? null : (
        <>
          <p>{stepsAt(chosen.service)}</p>
          <Copyable label="Address for notices" text={chosen.url} />
          {chosen.url.startsWith("https:") ? null : (
            <p className="quiet">
              Only this machine reaches this address. Start with --public-url and an https address that others reach.
            </p>
          )}
          {chosen.proof === "address" ? null : (
            <Secret proof={chosen.proof} isStored={isStored} value={secret} onChange={setSecret} />
          )}
        </>
      )}
      {save.error ? <ErrorState error={save.error} /> : null}
      <div className={form.verbs}>
        <Button type="submit" loading={save.isPending} disabled={!isReady}>
          {isStored ? "Replace" : "Read its notices"}
        </Button>
        {hook.service === null ? null : (
          <Button variant="outline" loading={save.isPending} onClick={() => save.mutate({ service: null })}>
            Read none
          </Button>
        )}
      </div>
    </form>
  );
}

function ChooseService(props: {
  hook: ProviderHook;
  value: HookService | null;
  onChange: (service: HookService | null) => void;
}) {
  return (
    <Select
      label="Service behind this server"
      description="Whose events are to be read"
      placeholder="None"
      searchable
      data={props.hook.services.map(({ service }) => ({ value: service, label: serviceWords[service] }))}
      value={props.value}
      onChange={(value) => props.onChange(value as HookService | null)}
    />
  );
}

function Secret(props: {
  proof: keyof typeof proofWords;
  isStored: boolean;
  value: string;
  onChange: (secret: string) => void;
}) {
  const label = proofWords[props.proof];
  return (
    <div className={s.secret}>
      <TextInput
        label={label}
        description="Stored sealed and never shown again: enter it there first"
        placeholder={props.isStored ? "Stored; type to replace it" : ""}
        maxLength={2_000}
        autoComplete="off"
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
      {props.proof === "shared_secret" ? <Button onClick={() => props.onChange(makeSecret())}>Make one</Button> : null}
    </div>
  );
}
