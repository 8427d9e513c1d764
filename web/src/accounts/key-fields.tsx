import { Select, TextInput } from "@mantine/core";
import s from "./forms.module.css";
import { type KeyForm, type KeyProvider, keyTerms } from "./key-form.ts";

/** Domain, region and key, as far as a sending service has them. */
export function KeyFields(props: {
  provider: KeyProvider;
  form: KeyForm;
  /** One is stored already. */
  hasKey: boolean;
  onChange: (form: KeyForm) => void;
}) {
  const { provider, form, onChange } = props;
  const terms = keyTerms[provider];
  const set = (change: Partial<KeyForm>) => onChange({ ...form, ...change });
  return (
    <>
      <div className={s.pair}>
        {terms.hasDomain ? (
          <TextInput
            label="Sending domain"
            maxLength={253}
            value={form.domain}
            onChange={(event) => set({ domain: event.currentTarget.value })}
          />
        ) : null}
        <Select
          label="Region"
          allowDeselect={false}
          searchable={terms.regions.length > 5}
          data={[...terms.regions]}
          value={form.region}
          onChange={(region) => region && set({ region })}
        />
        {terms.hasAccessKeyId ? (
          <TextInput
            label="Access key ID"
            placeholder="AKIA…"
            maxLength={128}
            autoComplete="off"
            value={form.accessKeyId}
            onChange={(event) => set({ accessKeyId: event.currentTarget.value })}
          />
        ) : null}
      </div>
      <TextInput
        type="password"
        label={terms.keyLabel}
        description={terms.keyHint}
        placeholder={props.hasKey ? "Stored; type to replace it" : ""}
        maxLength={1_000}
        autoComplete="new-password"
        value={form.key}
        onChange={(event) => set({ key: event.currentTarget.value })}
      />
      <p className={`quiet ${s.page}`}>
        It is stored sealed and never shown again.{" "}
        <a className="link" href={terms.page} target="_blank" rel="noreferrer">
          Where {terms.title} makes it
        </a>
      </p>
    </>
  );
}
