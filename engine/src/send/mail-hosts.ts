import { type MailHostRow, mailHostRows, passwords, usernames } from "./mail-host-table.ts";

export interface HostServer {
  readonly host: string;
  readonly port: number;
  readonly tls: "implicit" | "starttls";
}

/** A mail host whose servers are known. */
export interface MailHost {
  readonly id: string;
  readonly name: string;
  readonly smtp: HostServer;
  readonly imap: HostServer | null;
  readonly username: string;
  readonly password: string;
  readonly page: string;
}

export const mailHosts: readonly MailHost[] = mailHostRows.map(hostOf);

const byId: ReadonlyMap<string, MailHost> = new Map(mailHosts.map((host) => [host.id, host]));
const byDomain = named((row) => words(row.domains));
const byMxEnd = named((row) => words(row.mx));

function named(of: (row: MailHostRow) => string[]): ReadonlyMap<string, MailHost> {
  const host = (row: MailHostRow) => byId.get(row.id) as MailHost;
  return new Map(mailHostRows.flatMap((row) => of(row).map((name) => [name, host(row)] as const)));
}

/** The host whose own addresses end in this domain: no question to anybody is needed. */
export function findHostByDomain(domain: string): MailHost | null {
  return byDomain.get(domain.toLowerCase()) ?? null;
}

/**
 * The host that a domain's mail goes to; of several whose ends fit, the one that says most (AOL's servers are called
 * `….yahoodns.net`, as Yahoo's are).
 * @param exchanges names of the domain's MX records, the preferred first
 */
export function findHostByMx(exchanges: readonly string[]): MailHost | null {
  return findByEnd(exchanges, byMxEnd);
}

/** What the longest end of the first name that has one stands for. */
export function findByEnd<T>(names: readonly string[], ends: ReadonlyMap<string, T>): T | null {
  for (const name of names) {
    const labels = name.toLowerCase().replace(/\.$/, "").split(".");
    for (let at = 0; at < labels.length; at += 1) {
      const found = ends.get(labels.slice(at).join("."));
      if (found !== undefined) return found;
    }
  }
  return null;
}

function words(text: string): string[] {
  return text.split(" ").filter((word) => word !== "");
}

function hostOf(row: MailHostRow): MailHost {
  return {
    id: row.id,
    name: row.name,
    smtp: serverOf(row.smtp),
    imap: row.imap === "" ? null : serverOf(row.imap),
    username: usernames[row.username],
    password: passwords[row.password],
    page: row.page,
  };
}

function serverOf(text: string): HostServer {
  const [host = "", port = ""] = text.split(" ");
  return { host, port: Number(port), tls: port === "465" || port === "993" ? "implicit" : "starttls" };
}
