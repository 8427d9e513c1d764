import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { Button, Switch, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Copyable } from "../../ui/copyable.tsx";
import { Section } from "../../ui/page.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { Glyph } from "../../ui/status/glyph.tsx";
import { toastDone } from "../../ui/toast.tsx";
import account from "../accounts.module.css";
import { nextSelector, rotationsOf, type Signing } from "../dkim-words.ts";
import form from "../forms.module.css";
import { useSaveAccount } from "../queries.ts";
import s from "./sections.module.css";

/** Our signature under its mails: the keys, what to publish of them, and how they are changed. */
export function DkimSection({ account }: { account: SendingAccount }) {
  const signing = account.dkimSigning;
  const save = useSaveAccount(account.id);
  return (
    <Section title="Signature (DKIM)" aside={signing?.domain ?? "not signed here"}>
      {signing === null ? (
        <MakeKeys
          email={account.email}
          isBusy={save.isPending}
          onMake={(dkimSigning) =>
            save.mutate({ dkimSigning }, { onSuccess: () => toastDone("The keys are made. Publish their records.") })
          }
        />
      ) : (
        <Keys signing={signing} isBusy={save.isPending} onSave={(dkimSigning) => save.mutate({ dkimSigning })} />
      )}
      {save.error ? <ErrorState error={save.error} /> : null}
    </Section>
  );
}

type Input = { domain: string; selectors: string[]; ed25519Selector: string | null };

function MakeKeys(props: { email: string; isBusy: boolean; onMake: (input: Input) => void }) {
  const [domain, setDomain] = useState(props.email.slice(props.email.lastIndexOf("@") + 1));
  const [selector, setSelector] = useState(nextSelector([]));
  const [isDouble, setDouble] = useState(false);
  const isReady = domain.trim() !== "" && selector.trim() !== "";
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isReady) return;
    const name = selector.trim().toLowerCase();
    props.onMake({ domain: domain.trim(), selectors: [name], ed25519Selector: isDouble ? `${name}-ed` : null });
  }
  return (
    <form className={form.form} onSubmit={submit} aria-label="Signature (DKIM)">
      <p className="quiet">
        Most mail servers sign what they send. Where this one does not, the product can: it makes a key, and you publish
        its record.
      </p>
      <div className={form.pair}>
        <TextInput
          label="Domain"
          description="Of the address, or one above it"
          maxLength={253}
          value={domain}
          onChange={(event) => setDomain(event.currentTarget.value)}
        />
        <TextInput
          label="Selector"
          description="Names this key in the DNS"
          maxLength={60}
          value={selector}
          onChange={(event) => setSelector(event.currentTarget.value)}
        />
      </div>
      <Switch
        labelPosition="left"
        label="A second signature with a short key (Ed25519)"
        description="Beside the first; receivers that do not know it pass it over"
        checked={isDouble}
        onChange={(event) => setDouble(event.currentTarget.checked)}
      />
      <div>
        <Button type="submit" loading={props.isBusy} disabled={!isReady}>
          Make the key
        </Button>
      </div>
    </form>
  );
}

function Keys(props: { signing: Signing; isBusy: boolean; onSave: (input: Input | null) => void }) {
  const { signing, isBusy, onSave } = props;
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <ul className={s.signingKeys}>
        {signing.keys.map((key) => (
          <li key={key.selector}>
            <span className={account.state}>
              <Glyph
                name={key.isSigning ? "dot" : "ring"}
                color={key.isSigning ? "var(--good-fill)" : "var(--accent)"}
              />
              {key.selector}
              <span className="quiet">
                {key.algorithm === "rsa" ? "RSA, 2048 bit" : "Ed25519"} · {key.isSigning ? "signs" : "does not sign"}
              </span>
            </span>
            <Copyable label={`Name of the TXT record of ${key.selector}`} text={key.record.name} />
            <Copyable label={`Value of the TXT record of ${key.selector}`} text={key.record.value} />
          </li>
        ))}
      </ul>
      {rotationsOf(signing).map(({ label, hint, input }) => (
        <div key={label} className={s.move}>
          <Button loading={isBusy} onClick={() => onSave({ ...input, ed25519Selector: input.ed25519Selector ?? null })}>
            {label}
          </Button>
          <span className="quiet">{hint}</span>
        </div>
      ))}
      <div className={form.verbs}>
        {isAsked ? (
          <>
            <Button variant="outline" loading={isBusy} onClick={() => onSave(null)}>
              Forget the keys
            </Button>
            <Button onClick={() => setAsked(false)}>Keep them</Button>
          </>
        ) : (
          <Button onClick={() => setAsked(true)}>Stop signing…</Button>
        )}
      </div>
    </>
  );
}
