import { NumberInput, Select, TextInput } from "@mantine/core";
import s from "./forms.module.css";
import type { ServerForm } from "./server-form.ts";

const ways = [
  { value: "implicit", label: "TLS from the first byte" },
  { value: "starttls", label: "STARTTLS" },
  { value: "none", label: "None, on own ground only" },
];

/** Host, port, encryption, user name and password of one server. */
export function ServerFields(props: {
  legend: string;
  form: ServerForm;
  onChange: (form: ServerForm) => void;
  /** One is stored already. */
  hasPassword?: boolean | undefined;
  usernameHint?: string | undefined;
  /** Whether it has a user name and password of its own; default: yes. */
  hasCredentials?: boolean;
}) {
  const { form, onChange } = props;
  const set = (change: Partial<ServerForm>) => onChange({ ...form, ...change });
  return (
    <fieldset className={s.fieldset}>
      <legend className={s.legend}>{props.legend}</legend>
      <div className={s.pair}>
        <TextInput
          label="Server"
          placeholder="mail.example.com"
          value={form.host}
          maxLength={253}
          onChange={(event) => set({ host: event.currentTarget.value })}
        />
        <NumberInput
          className={s.port}
          label="Port"
          hideControls
          min={1}
          max={65_535}
          value={form.port}
          onChange={(port) => set({ port: Number(port) })}
        />
        <Select
          label="Encryption"
          allowDeselect={false}
          data={ways}
          value={form.tls}
          onChange={(tls) => tls && set({ tls: tls as ServerForm["tls"] })}
        />
      </div>
      {props.hasCredentials === false ? null : (
        <div className={s.pair}>
          <TextInput
            label="User name"
            placeholder={props.usernameHint}
            value={form.username}
            maxLength={320}
            autoComplete="off"
            onChange={(event) => set({ username: event.currentTarget.value })}
          />
          <TextInput
            type="password"
            label="Password"
            placeholder={props.hasPassword ? "Stored; type to replace it" : ""}
            value={form.password}
            maxLength={1_000}
            autoComplete="new-password"
            onChange={(event) => set({ password: event.currentTarget.value })}
          />
        </div>
      )}
    </fieldset>
  );
}
