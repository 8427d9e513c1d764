export interface DnsRecord {
  readonly name: string;
  readonly type: "TXT" | "CNAME" | "MX";
  readonly value: string;
}

type RecordKind = "spf" | "dkim" | "dmarc" | "ptr" | "mx" | "mx-tls" | "dane" | "mta-sts" | "tls-rpt" | "bimi";

/** One thing a domain publishes, or should. */
export interface Finding<Kind = RecordKind> {
  readonly kind: Kind;
  /** `hint`: nothing is refused for it. `unknown`: nobody answered, or nothing tells what to look for; never a failure. */
  readonly state: "passed" | "warning" | "failed" | "hint" | "unknown";
  /** Where it stands in DNS; of `mx-tls` the server. */
  readonly name: string;
  readonly found: readonly string[];
  /** The record to publish; null where what is found will do, or only its service can tell. */
  readonly expected: DnsRecord | null;
  readonly detail: string;
  readonly fix: string | null;
  /** Where the service tells how. */
  readonly page: string | null;
}

/** An account that sends as an address of the domain. */
export interface Sender {
  readonly accountId: string;
  /** Who carries its mail: the name of a provider or a known mail host; null: a server nothing is known of. */
  readonly service: string | null;
  /** The name of its SMTP server; null: it is sent by other ways. */
  readonly server: string | null;
  /** Keys of ours that sign its mails; null: its service signs, or nobody. */
  readonly signing: {
    readonly domain: string;
    readonly keys: readonly { readonly selector: string; readonly algorithm: string; readonly publicKey: string }[];
  } | null;
}
