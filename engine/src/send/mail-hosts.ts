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

/** The host whose own addresses end in this domain: no question to anybody is needed. */
export function findHostByDomain(domain: string): MailHost | null {
  const wanted = domain.toLowerCase();
  return byId(mailHostRows.find((row) => words(row.domains).includes(wanted)));
}

/**
 * The host that a domain's mail goes to; of several whose ends fit, the one that says most (AOL's servers are called
 * `….yahoodns.net`, as Yahoo's are).
 * @param exchanges names of the domain's MX records, the preferred first
 */
export function findHostByMx(exchanges: readonly string[]): MailHost | null {
  for (const exchange of exchanges) {
    const name = exchange.toLowerCase().replace(/\.$/, "");
    const fitting = mailHostRows
      .flatMap((row) => words(row.mx).map((end) => ({ row, end })))
      .filter(({ end }) => name === end || name.endsWith(`.${end}`))
      .sort((a, b) => b.end.length - a.end.length);
    if (fitting[0] !== undefined) return byId(fitting[0].row);
  }
  return null;
}

function byId(row: MailHostRow | undefined): MailHost | null {
  return mailHosts.find(({ id }) => id === row?.id) ?? null;
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
