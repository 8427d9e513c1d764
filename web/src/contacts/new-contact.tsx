import { ApiProblem } from "@haste/contract/client";
import type { Contact } from "@haste/contract/nouns/crm";
import { Autocomplete, Button, Modal, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { problemCode } from "../app/api.ts";
import { paths } from "../app/paths.ts";
import { cx } from "../ui/cx.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { A } from "../ui/link.tsx";
import p from "../ui/panes.module.css";
import { personName } from "../ui/person.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { toastDone } from "../ui/toast.tsx";
import { useCreateContact } from "./contact-queries.ts";
import s from "./contacts.module.css";
import { allZones, useCompanyNames } from "./editors.tsx";
import { fieldErrors } from "./field-errors.ts";

const blank = { email: "", firstName: "", lastName: "", title: "", company: "" };

/** One person by hand; only the address is needed, the rest helps the mail read well. */
export function NewContact(props: { email: string; onClose: () => void; onCreated: (contact: Contact) => void }) {
  const { onClose, onCreated } = props;
  const [fields, setFields] = useState({ ...blank, email: props.email });
  const [timezone, setTimezone] = useState<string | null>(null);
  const companies = useCompanyNames(fields.company) ?? [];
  const create = useCreateContact();
  const errors = fieldErrors(create.error);
  const existing = existingId(create.error);
  const text = (name: keyof typeof blank) => ({
    value: fields[name],
    error: errors[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setFields((before) => ({ ...before, [name]: value }));
    },
  });
  const ready = fields.email.trim().length > 2;
  function submit(event?: FormEvent) {
    event?.preventDefault();
    if (!ready || create.isPending) return;
    const { company, ...rest } = fields;
    const filled = Object.fromEntries(Object.entries(rest).filter(([, value]) => value.trim() !== ""));
    create.mutate(
      {
        ...filled,
        email: fields.email.trim(),
        ...(timezone ? { timezone } : {}),
        ...(company.trim() ? { company: { name: company.trim() } } : {}),
      },
      {
        onSuccess: (contact) => {
          toastDone(`${personName(contact)} is a contact now.`);
          onCreated(contact);
        },
      },
    );
  }
  useKeys([{ keys: "mod+Enter", label: "Create the contact", group: "This dialog", run: () => submit() }]);
  return (
    <Modal opened onClose={onClose} title="New contact" size={560}>
      <form onSubmit={submit} className={p.form}>
        <TextInput
          label="Address"
          type="email"
          placeholder="name@company.com"
          required
          withAsterisk={false}
          data-autofocus
          {...text("email")}
          error={existing ? <TakenBy id={existing} /> : errors.email}
        />
        <div className={s.pair}>
          <TextInput label="First name" maxLength={100} {...text("firstName")} />
          <TextInput label="Last name" maxLength={100} {...text("lastName")} />
        </div>
        <div className={s.pair}>
          <Autocomplete
            label="Company"
            maxLength={255}
            value={fields.company}
            error={errors.company}
            onChange={(company) => setFields((before) => ({ ...before, company }))}
            data={[...new Set(companies.map((company) => company.name))]}
            filter={({ options }) => options}
          />
          <TextInput label="Title" maxLength={200} {...text("title")} />
        </div>
        <Select
          label="Time zone"
          placeholder="The sequence’s zone is used until one is set"
          data={allZones()}
          value={timezone}
          onChange={setTimezone}
          error={errors.timezone}
          searchable
          clearable
          selectFirstOptionOnChange
          limit={60}
          nothingFoundMessage="No zone is called that"
        />
        {create.error && !existing && Object.keys(errors).length === 0 ? <ErrorState error={create.error} /> : null}
        <div className={cx(p.foot, s.foot)}>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            loading={create.isPending}
            disabled={!ready}
            rightSection={<Kbd keys="Enter" on />}
          >
            Create contact
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function existingId(error: unknown): string | null {
  if (problemCode(error) !== "email_taken" || !(error instanceof ApiProblem)) return null;
  const { existingId: id } = error.body;
  return typeof id === "string" ? id : null;
}

function TakenBy({ id }: { id: string }) {
  return (
    <>
      A contact has this address.{" "}
      <A className={s.inText} href={paths.contact(id)}>
        Open them
      </A>
    </>
  );
}
