import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconBrandGoogle, IconBrandWindows, IconKey, IconServer } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { ErrorState } from "../../ui/state/error.tsx";
import form from "../forms.module.css";
import { type KeyProvider, keyTerms } from "../key-form.ts";
import { type Hosts, useConsent, useHosts } from "../queries.ts";
import s from "./connect.module.css";
import { Step } from "./step.tsx";

const typingMs = 350;

/** Which mailbox: the address names its host, and so the best way in. */
export function AddressStep(props: {
  email: string;
  isSandbox: boolean;
  isDone: boolean;
  /** `service`: a sending service with a key of its own; null: by its mail servers. */
  onChoose: (email: string, service: KeyProvider | null) => void;
  onChange: () => void;
}) {
  const [email, setEmail] = useState(props.email);
  const [typed] = useDebouncedValue(email.trim(), typingMs);
  const hosts = useHosts(typed);
  const consent = useConsent();
  const isAddress = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim());
  const choose = (service: KeyProvider | null = null) => props.onChoose(email.trim(), service);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isAddress) choose();
  }
  return (
    <Step n={1} title="Which mailbox" {...(props.isDone ? { done: props.email, onChange: props.onChange } : {})}>
      <form className={form.form} onSubmit={submit}>
        <TextInput
          label="Address"
          type="email"
          placeholder="you@your-company.com"
          autoComplete="email"
          data-autofocus
          maxLength={320}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <p className="quiet" role="status">
          {props.isSandbox
            ? "In a sandbox every account uses the mail server inside this product; nothing is connected outside."
            : hostWords(hosts.data)}
        </p>
        <div className={s.cards}>
          {props.isSandbox
            ? null
            : hosts.data?.providers.map(({ provider, title, isReady }) => (
                <Card
                  key={provider}
                  icon={
                    provider === "gmail" ? (
                      <IconBrandGoogle size={20} stroke={1.6} />
                    ) : (
                      <IconBrandWindows size={20} stroke={1.6} />
                    )
                  }
                  title={`Connect with ${title}`}
                  text={isReady ? "Signs in there, without a password here" : "Not set up in this installation"}
                  isBest={isReady && hosts.data.consent === provider}
                  isOff={!isReady}
                  isBusy={consent.isPending && consent.variables?.provider === provider}
                  onClick={() => consent.mutate({ provider })}
                />
              ))}
          <Card
            icon={<IconServer size={20} stroke={1.6} />}
            title={props.isSandbox ? "Sandbox mail server" : "SMTP and IMAP"}
            text={props.isSandbox ? "Needs no settings" : "Any mail server, with user name and password"}
            isBest={isAddress && (props.isSandbox || hosts.data?.consent === null)}
            isOff={!isAddress}
            onClick={() => choose()}
          />
          {props.isSandbox
            ? null
            : (Object.keys(keyTerms) as KeyProvider[]).map((service) => (
                <Card
                  key={service}
                  icon={<IconKey size={20} stroke={1.6} />}
                  title={keyTerms[service].title}
                  text={`A sending service, by its ${service === "ses" ? "access key" : "API key"}`}
                  isBest={false}
                  isOff={!isAddress}
                  onClick={() => choose(service)}
                />
              ))}
        </div>
        {consent.error ? <ErrorState error={consent.error} /> : null}
      </form>
    </Step>
  );
}

function hostWords(hosts: Hosts | undefined): string {
  const found = hosts?.found;
  const host = hosts?.hosts.find(({ id }) => id === found?.hostId);
  if (!found || !host) return "Its servers are filled in where the host is known.";
  return found.by === "domain" ? `A mailbox of ${host.name}.` : `Mail for this domain goes to ${host.name}.`;
}

function Card(props: {
  icon: ReactNode;
  title: string;
  text: string;
  isBest: boolean;
  isOff: boolean;
  isBusy?: boolean;
  onClick: () => void;
}) {
  return (
    <Button
      className={s.card ?? ""}
      classNames={{ inner: s.cardInner ?? "", label: s.cardLabel ?? "" }}
      data-best={props.isBest || undefined}
      disabled={props.isOff}
      loading={props.isBusy ?? false}
      leftSection={props.icon}
      onClick={props.onClick}
    >
      <span>
        <b>{props.title}</b>
        <small>{props.text}</small>
      </span>
    </Button>
  );
}
