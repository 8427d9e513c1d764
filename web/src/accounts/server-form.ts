import type { MailHost } from "@haste/contract/nouns/connecting";
import type { ConnectionInput, SendingAccount } from "@haste/contract/nouns/sending-accounts";

/** One server as it is typed. */
export interface ServerForm {
  readonly host: string;
  readonly port: number;
  readonly tls: "implicit" | "starttls" | "none";
  readonly username: string;
  /** Empty: the stored one stays. */
  readonly password: string;
}

const usualPorts = { smtp: { implicit: 465, starttls: 587 }, imap: { implicit: 993, starttls: 143 } } as const;

export function emptyServer(protocol: "smtp" | "imap"): ServerForm {
  return { host: "", port: usualPorts[protocol].implicit, tls: "implicit", username: "", password: "" };
}

export function serverFormOf(stored: SendingAccount["imap"], protocol: "smtp" | "imap"): ServerForm {
  if (stored === null) return emptyServer(protocol);
  const tls = stored.tls ?? (stored.secure ? "implicit" : "starttls");
  return { host: stored.host, port: stored.port, tls, username: stored.username ?? "", password: "" };
}

/** What is sent; null where there is no server. */
export function serverInput(form: ServerForm): ConnectionInput | null {
  if (form.host.trim() === "") return null;
  const { host, port, tls, username, password } = form;
  return {
    host: host.trim(),
    port,
    tls,
    username: username.trim() || null,
    ...(password === "" ? {} : { password }),
  };
}

/** A form filled from what is known of a host; what was typed of the person stays. */
export function fillServer(form: ServerForm, server: MailHost["imap"], username: string): ServerForm {
  if (server === null) return { ...form, host: "" };
  return { ...form, ...server, username: form.username || username };
}
