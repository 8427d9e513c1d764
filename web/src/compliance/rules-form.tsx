import type { ComplianceSettings } from "@haste/contract/nouns/compliance";
import { Button, NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../app/api.ts";
import { Section } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { toastDone } from "../ui/toast.tsx";
import { BrandFields, isColor } from "./brand-fields.tsx";
import s from "./compliance.module.css";
import { FooterPreview } from "./footer-preview.tsx";

const fields = [
  ...(["unsubscribeLink", "unsubscribeText", "includePhysicalAddress", "physicalAddress", "maxEmailsPerDay"] as const),
  ...(["maxEmailsPerWeek", "cooldownPeriod", "spamKeywords", "linkWhitelist"] as const),
  ...(["holdListedLinks", "holdSuddenVolume"] as const),
  ...(["brandName", "brandColor"] as const),
  ...(["companyEmailsPerDay", "companyEmailsPerWeek", "domainEmailsPerDay", "domainEmailsPerWeek"] as const),
];
type Form = Pick<ComplianceSettings, (typeof fields)[number]>;
type Change = (patch: Partial<Form>) => void;

const modes: { value: Form["unsubscribeLink"]; label: string }[] = [
  { value: "required", label: "In every email" },
  { value: "optional", label: "Unless the email says that it has none" },
  { value: "none", label: "Never added" },
];

/** The rules with the footer they make. */
export function RulesForm({ rules }: { rules: ComplianceSettings }) {
  const queries = useQueryClient();
  const [form, setForm] = useState<Form>(rules);
  const changed = fields.filter((field) => JSON.stringify(form[field]) !== JSON.stringify(rules[field]));
  const save = useMutation({
    mutationFn: () =>
      api("PUT /compliance", { body: Object.fromEntries(changed.map((field) => [field, form[field]])) }),
    onSuccess: (saved) => {
      queries.setQueryData(["compliance"], saved);
      void queries.invalidateQueries({ queryKey: ["settings"] });
      toastDone("The rules hold from the next email on.");
    },
  });
  const change: Change = (patch) => setForm({ ...form, ...patch });
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  return (
    <form onSubmit={submit} className={s.rules}>
      <FooterFields form={form} change={change} />
      <AttentionFields form={form} change={change} />
      <SharedAttention form={form} change={change} />
      <ApprovalFields form={form} change={change} />
      <BrandFields brand={form} change={change} />
      {save.error ? <ErrorState error={save.error} /> : null}
      <Section>
        <Button
          type="submit"
          variant="filled"
          loading={save.isPending}
          disabled={changed.length === 0 || !isColor(form.brandColor)}
        >
          Save
        </Button>
      </Section>
    </form>
  );
}

function FooterFields({ form, change }: { form: Form; change: Change }) {
  const { unsubscribeLink: mode, includePhysicalAddress, physicalAddress } = form;
  return (
    <Section title="Footer">
      <div className={s.form}>
        <Select
          label="Unsubscribe link"
          description="The one-click button of mail programs stays in every email"
          allowDeselect={false}
          value={mode}
          data={modes}
          onChange={(next) => change({ unsubscribeLink: (next ?? mode) as Form["unsubscribeLink"] })}
        />
        {mode === "none" ? null : (
          <TextInput
            label="Words of the link"
            placeholder="Unsubscribe"
            maxLength={200}
            value={form.unsubscribeText}
            onChange={(event) => change({ unsubscribeText: event.currentTarget.value })}
          />
        )}
        <Switch
          labelPosition="left"
          label="Postal address below every email"
          checked={includePhysicalAddress}
          onChange={(event) => change({ includePhysicalAddress: event.currentTarget.checked })}
        />
        <Textarea
          label="Postal address"
          rows={2}
          maxLength={500}
          value={physicalAddress}
          onChange={(event) => change({ physicalAddress: event.currentTarget.value })}
        />
        <FooterPreview footer={form} />
      </div>
    </Section>
  );
}

function AttentionFields({ form, change }: { form: Form; change: Change }) {
  const numberOf = (value: string | number) => (value === "" ? 0 : Number(value));
  return (
    <Section title="How much one person gets">
      <div className={s.numbers}>
        <NumberInput
          label="In 24 hours"
          description="0: no limit"
          min={0}
          max={1000}
          allowDecimal={false}
          value={form.maxEmailsPerDay}
          onChange={(value) => change({ maxEmailsPerDay: numberOf(value) })}
        />
        <NumberInput
          label="In 7 days"
          description="0: no limit"
          min={0}
          max={1000}
          allowDecimal={false}
          value={form.maxEmailsPerWeek}
          onChange={(value) => change({ maxEmailsPerWeek: numberOf(value) })}
        />
        <NumberInput
          label="Days between two"
          description="0: none"
          min={0}
          max={3650}
          value={form.cooldownPeriod}
          onChange={(value) => change({ cooldownPeriod: numberOf(value) })}
        />
      </div>
      <p className="second">Over all sequences and emails written by hand. Whoever has had enough waits.</p>
    </Section>
  );
}

const shared = [
  ["companyEmailsPerDay", "A company in 24 hours"],
  ["companyEmailsPerWeek", "A company in 7 days"],
  ["domainEmailsPerDay", "A domain in 24 hours"],
  ["domainEmailsPerWeek", "A domain in 7 days"],
] as const;

function SharedAttention({ form, change }: { form: Form; change: Change }) {
  return (
    <Section title="How much colleagues get together">
      <div className={s.numbers}>
        {shared.map(([field, label]) => (
          <NumberInput
            key={field}
            label={label}
            description="0: no limit"
            min={0}
            max={1000}
            allowDecimal={false}
            value={form[field]}
            onChange={(value) => change({ [field]: value === "" ? 0 : Number(value) })}
          />
        ))}
      </div>
      <p className="second">
        Over all sequences and senders. What has a higher priority (a setting of the sequence) goes first and takes the
        place of mail that still waits; then follow-ups, then whoever fell due first. Domains of mail providers, like
        gmail.com, count nothing.
      </p>
    </Section>
  );
}

function ApprovalFields({ form, change }: { form: Form; change: Change }) {
  return (
    <Section title="What waits for approval">
      <div className={s.form}>
        <TagsInput
          label="Emails that say"
          description="Whole words or phrases, whatever their case"
          placeholder={form.spamKeywords.length === 0 ? "free money" : undefined}
          value={form.spamKeywords}
          onChange={(spamKeywords) => change({ spamKeywords })}
        />
        <TagsInput
          label="Emails that link elsewhere than to"
          description="Hosts with their subdomains; empty: any link may leave"
          placeholder={form.linkWhitelist.length === 0 ? "acme.com" : undefined}
          value={form.linkWhitelist}
          onChange={(linkWhitelist) => change({ linkWhitelist })}
        />
        <Switch
          labelPosition="left"
          label="Emails that link to a host on a blocklist"
          description="Lists that large receivers ask, looked at soon after a sequence is published and every day"
          checked={form.holdListedLinks}
          onChange={(event) => change({ holdListedLinks: event.currentTarget.checked })}
        />
        <Switch
          labelPosition="left"
          label="What an account sends all of a sudden"
          description="Beyond twice its busiest day of thirty, from a hundred a day on"
          checked={form.holdSuddenVolume}
          onChange={(event) => change({ holdSuddenVolume: event.currentTarget.checked })}
        />
      </div>
    </Section>
  );
}
