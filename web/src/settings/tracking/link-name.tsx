import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTimes } from "../../app/clock.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { Section } from "../../ui/page.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { toastDone } from "../../ui/toast.tsx";
import s from "./link-name.module.css";
import { NameFinding } from "./name-finding.tsx";
import { type TrackingSettings, useCheckNow, useChooseName } from "./tracking-queries.ts";

type Domain = NonNullable<TrackingSettings["domain"]>;

/** The name recipients meet in links: chosen, led here by a record, looked at, and used once it is proven. */
export function LinkName({ tracking: { target, domain } }: { tracking: TrackingSettings }) {
  return (
    <Section title="Name of links" aside={standing(domain, target)}>
      <div className={s.all}>
        <NameForm key={domain?.name ?? ""} name={domain?.name ?? null} />
        {domain ? <Proof domain={domain} target={target} /> : null}
      </div>
    </Section>
  );
}

function standing(domain: Domain | null, target: string): string {
  return `links stand under ${domain?.isUsed ? domain.name : target}`;
}

function NameForm({ name }: { name: string | null }) {
  const [wanted, setWanted] = useState(name ?? "");
  const choose = useChooseName(({ domain }) =>
    toastDone(
      domain === null
        ? "New mails use the product’s own address. Links that left go on leading."
        : `${domain.name} is chosen. Links use it once it leads here.`,
    ),
  );
  const isChanged = wanted.trim() !== (name ?? "");
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isChanged) choose.mutate(wanted.trim() || null);
  }
  return (
    <form className={s.form} onSubmit={submit} aria-label="Name of links">
      <p className="quiet">
        Links, pixels and unsubscribe links of mails stand under one name. One of your own domain is known to
        recipients, and its reputation is yours alone.
      </p>
      <div className={s.field}>
        <TextInput
          label="Name"
          placeholder="go.example.com"
          description="Empty: the product’s own address"
          inputWrapperOrder={["label", "input", "description"]}
          maxLength={300}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" loading={choose.isPending} disabled={!isChanged}>
          Save
        </Button>
      </div>
      {choose.error ? <ErrorState error={choose.error} /> : null}
    </form>
  );
}

/** The record that makes the name lead here, and what was seen of it. */
function Proof({ domain, target }: { domain: Domain; target: string }) {
  const times = useTimes();
  const check = useCheckNow();
  const isLooking = check.isRunning || domain.checkedAt === null;
  return (
    <>
      <section aria-label="CNAME record">
        <h3>Record to publish</h3>
        <dl className={s.record}>
          <dt>Type</dt>
          <dd>CNAME</dd>
          <dt>Name</dt>
          <dd>
            <Copyable label="Name of the record" text={domain.name} />
          </dd>
          <dt>Value</dt>
          <dd>
            <Copyable label="Value of the record" text={target} />
          </dd>
        </dl>
      </section>
      <section aria-label="What was found">
        <div className={s.head}>
          <h3>What was found</h3>
          <span className="quiet">
            {domain.checkedAt ? `looked at ${times.when(domain.checkedAt)}, and daily` : "being looked at"}
          </span>
          <Button size="xs" loading={isLooking} onClick={() => check.start.mutate()}>
            Check now
          </Button>
        </div>
        <ul className={s.findings} aria-live="polite" aria-busy={isLooking}>
          {domain.findings.map((finding) => (
            <NameFinding key={finding.kind} finding={finding} />
          ))}
        </ul>
        {check.error ? <ErrorState error={check.error} /> : null}
      </section>
    </>
  );
}
