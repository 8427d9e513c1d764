import type { SecondOpinionSettings } from "@haste/contract/nouns/second-opinions";
import { Button, NumberInput, Switch, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTimes } from "../../app/clock.tsx";
import { Section } from "../../ui/page.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { toastDone } from "../../ui/toast.tsx";
import { useOpinions, useSaveOpinions } from "./opinion-queries.ts";
import s from "./second-opinion.module.css";
import { TryModel } from "./try-model.tsx";

/** Whether a language model is asked about replies the product doubts: which one, how often, and what it is shown. */
export function SecondOpinion() {
  const found = useOpinions();
  const opinions = found.data;
  return (
    <Section title="Second opinion on replies" aside={opinions ? standing(opinions) : ""}>
      <div className={s.all}>
        <p className="quiet">
          A reply that neither the sorting nor your corrections are sure of can be shown to a language model, on your
          own machine or elsewhere. Everything a reply does happens at once, without it; its answer comes later. It can
          make people stop or wait, never go on: that waits for you in the inbox. What you say stands.
        </p>
        <p>
          What leaves this server: what the author of such a reply wrote themselves, and the day it came. No subject, no
          quote and no signature where they can be told apart. Addresses, links, telephone numbers, and the names of the
          contact, their company and your team are left out; other names in the text are not.
        </p>
        {found.isPending ? <SkeletonRows rows={3} /> : null}
        {found.error ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : null}
        {opinions ? (
          <>
            <Trouble opinions={opinions} />
            <OpinionForm opinions={opinions} />
            {opinions.url === null ? null : <TryModel opinions={opinions} />}
          </>
        ) : null}
      </div>
    </Section>
  );
}

function standing({ isOn, asked, perDay, waiting }: SecondOpinionSettings): string {
  if (!isOn) return "off";
  return `${asked} of ${perDay} questions today${waiting === 0 ? "" : `, ${waiting} waiting`}`;
}

/** Only as long as nobody is asked because of it, or until an answer came. */
function Trouble({ opinions: { isOn, quietUntil, lastFault } }: { opinions: SecondOpinionSettings }) {
  const times = useTimes();
  if (!isOn || lastFault === null) return null;
  return (
    <p className={s.came} data-tone={quietUntil === null ? "plain" : "warn"}>
      {lastFault.detail} That was {times.when(lastFault.at)}.
      {quietUntil === null ? "" : ` It is asked again ${times.when(quietUntil)}.`}
    </p>
  );
}

function formOf({ isOn, url, model, perDay }: SecondOpinionSettings) {
  return { isOn, url: url ?? "", model: model ?? "", perDay };
}

function OpinionForm({ opinions }: { opinions: SecondOpinionSettings }) {
  const [form, setForm] = useState(formOf(opinions));
  const [key, setKey] = useState("");
  const save = useSaveOpinions((saved) => {
    setKey("");
    setForm(formOf(saved));
    toastDone(saved.isOn ? `${saved.model} is asked about replies that are doubted.` : "No language model is asked.");
  });
  const isChanged = key !== "" || JSON.stringify(form) !== JSON.stringify(formOf(opinions));
  const isReady = isChanged && form.url.trim() !== "" && form.model.trim() !== "";
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isReady) send(key.trim() === "" ? {} : { key: key.trim() });
  }
  function send(change: { key?: string | null }) {
    save.mutate({ ...form, url: form.url.trim(), model: form.model.trim(), ...change });
  }
  return (
    <form className={s.form} onSubmit={submit} aria-label="Second opinion on replies">
      <TextInput
        label="Address"
        placeholder="http://127.0.0.1:11434/v1"
        description="OpenAI-compatible, up to /v1. An address in your own network has to be named with --allow-private-hosts when the product starts, such as 127.0.0.1/32 for a model on this machine; others need https."
        inputWrapperOrder={["label", "input", "description"]}
        inputMode="url"
        maxLength={500}
        value={form.url}
        onChange={(event) => setForm({ ...form, url: event.currentTarget.value })}
      />
      <div className={s.pair}>
        <TextInput
          label="Model"
          placeholder="qwen3:8b"
          maxLength={200}
          value={form.model}
          onChange={(event) => setForm({ ...form, model: event.currentTarget.value })}
        />
        <NumberInput
          label="Questions a day"
          min={1}
          max={10_000}
          allowDecimal={false}
          value={form.perDay}
          onChange={(value) => setForm({ ...form, perDay: Math.max(1, Number(value)) })}
        />
      </div>
      <TextInput
        label="Key"
        type="password"
        autoComplete="off"
        placeholder={opinions.hasKey ? "Stored; type to replace it" : "None"}
        description="Stored sealed and never shown again. A model on your own machine mostly wants none."
        inputWrapperOrder={["label", "input", "description"]}
        maxLength={500}
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
      />
      <Switch
        className={s.switch}
        label="Ask about replies that are doubted"
        checked={form.isOn}
        onChange={(event) => setForm({ ...form, isOn: event.currentTarget.checked })}
      />
      {save.error ? <ErrorState error={save.error} /> : null}
      <div className={s.verbs}>
        <Button type="submit" variant="filled" loading={save.isPending} disabled={!isReady}>
          Save
        </Button>
        {opinions.hasKey ? (
          <Button variant="subtle" loading={save.isPending} onClick={() => send({ key: null })}>
            Forget the key
          </Button>
        ) : null}
      </div>
    </form>
  );
}
