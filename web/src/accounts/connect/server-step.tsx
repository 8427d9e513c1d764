import type { MailHost } from "@haste/contract/nouns/connecting";
import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { Button, Select, Switch, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../../app/api.ts";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import s from "../forms.module.css";
import { useAccount, useHosts } from "../queries.ts";
import { ServerFields } from "../server-fields.tsx";
import { emptyServer, fillServer, type ServerForm, serverFormOf, serverInput } from "../server-form.ts";
import { Step } from "./step.tsx";

interface StepProps {
  readonly email: string;
  /** Made already, and to be changed; empty: not yet. */
  readonly accountId: string;
  readonly isSandbox: boolean;
  readonly isOpen: boolean;
  readonly onSaved: (id: string) => void;
  readonly onChange: () => void;
}

/** How it is reached; filled in where the host of the address is known. */
export function ServerStep(props: StepProps) {
  const { email, isOpen, isSandbox } = props;
  const hosts = useHosts(email);
  // After a reload what was stored counts; else what was typed here, which is newer.
  const [isStored] = useState(props.accountId !== "");
  const stored = useAccount(isStored ? props.accountId : "");
  const title = isSandbox ? "Whose mails they are" : "How it is reached";
  const done = isOpen ? {} : { done: "Stored; passwords are sealed", onChange: props.onChange };
  return (
    <Step n={2} title={title} {...done}>
      {hosts.error ? <ErrorState error={hosts.error} retry={() => void hosts.refetch()} /> : null}
      {hosts.data && (!isStored || stored.data) ? (
        <Servers
          {...props}
          hosts={hosts.data.hosts}
          stored={stored.data ?? null}
          found={hosts.data.hosts.find(({ id }) => id === hosts.data.found?.hostId) ?? null}
        />
      ) : (
        <SkeletonRows rows={3} />
      )}
    </Step>
  );
}

interface Form {
  readonly displayName: string;
  readonly smtp: ServerForm;
  readonly imap: ServerForm;
  readonly hostId: string | null;
  /** One user name and password for both. */
  readonly isShared: boolean;
}

function startOf(email: string, found: MailHost | null): Form {
  const blank = { displayName: "", smtp: emptyServer("smtp"), imap: emptyServer("imap"), hostId: null, isShared: true };
  const withNames = { ...blank, smtp: { ...blank.smtp, username: email } };
  return found === null ? withNames : chosen(withNames, found, email);
}

function chosen(form: Form, host: MailHost, email: string): Form {
  const smtp = fillServer(form.smtp, host.smtp, email);
  const imap = host.imap === null ? form.imap : fillServer(form.imap, host.imap, email);
  return { ...form, smtp, imap, hostId: host.id, isShared: host.imap !== null };
}

/** What is stored already, to be changed. */
function formOf(account: SendingAccount, hosts: readonly MailHost[]): Form {
  const [smtp, imap] = [serverFormOf(account.smtp, "smtp"), serverFormOf(account.imap, "imap")];
  const hostId = hosts.find((host) => host.smtp.host === smtp.host)?.id ?? null;
  const isShared = smtp.username === imap.username;
  return { displayName: account.displayName, smtp, imap, hostId, isShared };
}

interface Known {
  readonly hosts: readonly MailHost[];
  readonly found: MailHost | null;
  readonly stored: SendingAccount | null;
}

function Servers(props: StepProps & Known) {
  const { email, accountId, isSandbox } = props;
  const [form, setForm] = useState(() =>
    props.stored ? formOf(props.stored, props.hosts) : startOf(email, props.found),
  );
  const host = props.hosts.find(({ id }) => id === form.hostId);
  const save = useSave(email, accountId, props.onSaved);
  const isReady = isSandbox || form.smtp.host.trim() !== "";
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isReady) save.mutate(form);
  }
  return (
    <form className={s.form} onSubmit={submit}>
      <TextInput
        label="Name"
        description="Stands before the address in every mail"
        placeholder={email.replace(/@.*/, "")}
        maxLength={200}
        value={form.displayName}
        onChange={(event) => setForm({ ...form, displayName: event.currentTarget.value })}
      />
      {isSandbox ? null : <ServerPart form={form} setForm={setForm} hosts={props.hosts} host={host} email={email} />}
      {save.error ? <ErrorState error={save.error} /> : null}
      <div className={s.verbs}>
        <Button type="submit" variant="filled" loading={save.isPending} disabled={!isReady}>
          {isSandbox ? "Add and check" : "Store and check"}
        </Button>
      </div>
    </form>
  );
}

function ServerPart(props: {
  form: Form;
  setForm: (form: Form) => void;
  hosts: readonly MailHost[];
  host: MailHost | undefined;
  email: string;
}) {
  const { form, setForm, host, email } = props;
  return (
    <>
      <Select
        label="Host"
        placeholder="Another one"
        searchable
        clearable
        limit={60}
        data={props.hosts.map(({ id, name }) => ({ value: id, label: name }))}
        value={form.hostId}
        onChange={(id) => {
          const next = props.hosts.find((each) => each.id === id);
          setForm(next ? chosen(form, next, email) : { ...form, hostId: null });
        }}
      />
      {host ? (
        <p className={`quiet ${s.page}`}>
          {host.password}.{" "}
          <a className="link" href={host.page} target="_blank" rel="noreferrer">
            Look it up at {host.name}
          </a>
        </p>
      ) : null}
      <ServerFields
        legend="Sending (SMTP)"
        form={form.smtp}
        usernameHint={host?.username}
        onChange={(smtp) => setForm({ ...form, smtp })}
      />
      <Switch
        labelPosition="left"
        label="Read replies with the same user name and password"
        checked={form.isShared}
        onChange={(event) => setForm({ ...form, isShared: event.currentTarget.checked })}
      />
      <ServerFields
        legend="Reading (IMAP), so that replies stop sequences"
        form={form.imap}
        hasCredentials={!form.isShared}
        onChange={(imap) => setForm({ ...form, imap })}
      />
    </>
  );
}

/** Made paused, so that nothing leaves before it was checked; checked at once. */
function useSave(email: string, accountId: string, onSaved: (id: string) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (form: Form) => {
      const { username, password } = form.smtp;
      const imap = form.isShared ? { ...form.imap, username, password } : form.imap;
      const servers = { smtp: serverInput(form.smtp), imap: serverInput(imap) };
      const name = form.displayName.trim() === "" ? {} : { displayName: form.displayName.trim() };
      const account =
        accountId === ""
          ? await api("POST /sending-accounts", { body: { email, ...name, ...servers, status: "paused" } })
          : await api("PUT /sending-accounts/:id", { params: { id: accountId }, body: { ...name, ...servers } });
      await api("POST /sending-accounts/:id/doctor", { params: { id: account.id }, body: {} });
      return account;
    },
    onSuccess: (account) => {
      void queries.invalidateQueries({ queryKey: ["sending-accounts"] });
      onSaved(account.id);
    },
  });
}
