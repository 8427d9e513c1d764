import type { SuppressionProof, SuppressionScope } from "../../ledger/index.ts";
import type { Tx } from "../../platform/db/index.ts";

export interface SuppressionRow {
  id: string;
  /** An address as it is compared, or `@` and a domain. */
  email_key: string;
  reason: "unsubscribe" | "hard_bounce" | "complaint" | "manual";
  source: string;
  note: string | null;
  email_id: string | null;
  added_by: string | null;
  expires_at: Date | null;
  created_at: Date;
  scope_kind: SuppressionScope["kind"];
  scope_id: string;
  /** null: everything, or something that is gone. */
  scope_name: string | null;
  proof: SuppressionProof;
  /** Of the mail that proves it. */
  subject: string | null;
  message_id: string | null;
}

const selected = `select s.id, s.email_key, s.reason, s.source, s.note, s.email_id, s.added_by, s.expires_at, s.created_at,
     s.scope_kind, s.scope_id, case s.scope_kind
       when 'topic' then (select name from topics t where t.workspace_id = $1 and t.id = s.scope_id)
       when 'sequence' then (select name from email_sequences q where q.workspace_id = $1 and q.id = s.scope_id)
     end as scope_name, s.proof, e.subject, e.message_id
   from suppressions s left join email_activities e on e.workspace_id = $1 and e.id = s.email_id`;

/** Suppressions before an id, newest first; `prefix` is the beginning of an address or a domain. */
export async function listSuppressions(
  tx: Tx,
  filter: {
    readonly prefix: string | null;
    readonly reason: string | null;
    readonly scope: SuppressionScope["kind"] | null;
    readonly domains?: boolean;
  },
  page: { readonly beforeId: string | null; readonly limit: number },
): Promise<SuppressionRow[]> {
  return tx.rows<SuppressionRow>(
    `${selected}
     where s.workspace_id = $1 and ($2::uuid is null or s.id < $2)
       and ($3::text is null or starts_with(s.email_key, $3) or starts_with(s.email_key, '@' || $3))
       and ($5::text is null or s.reason = $5) and ($6::boolean is null or starts_with(s.email_key, '@') = $6)
       and ($7::text is null or s.scope_kind = $7)
     order by s.id desc limit $4`,
    [tx.workspaceId, page.beforeId, filter.prefix, page.limit, filter.reason, filter.domains ?? null, filter.scope],
    "compliance-list-suppressions",
  );
}

export async function findSuppression(
  tx: Tx,
  by: { readonly id: string } | { readonly key: string; readonly scopeId: string },
): Promise<SuppressionRow | null> {
  const rows = await tx.rows<SuppressionRow>(
    `${selected} where s.workspace_id = $1 and ${"id" in by ? "s.id = $2" : "s.email_key = $2 and s.scope_id = $3"}`,
    "id" in by ? [tx.workspaceId, by.id] : [tx.workspaceId, by.key, by.scopeId],
  );
  return rows[0] ?? null;
}

/** How many entries there are, of addresses and of domains. */
export async function countSuppressions(tx: Tx): Promise<{ addresses: number; domains: number }> {
  const rows = await tx.rows<{ addresses: number; domains: number }>(
    `select count(*) filter (where not starts_with(email_key, '@'))::int as addresses,
       count(*) filter (where starts_with(email_key, '@'))::int as domains
     from suppressions where workspace_id = $1 and scope_kind = 'workspace'`,
    [tx.workspaceId],
  );
  return rows[0] ?? { addresses: 0, domains: 0 };
}

/** What every mail keeps to, but for the postal address, which is the workspace's. */
export interface ComplianceRow {
  readonly unsubscribeLink: "required" | "optional" | "none";
  readonly unsubscribeText: string;
  readonly includePhysicalAddress: boolean;
  readonly maxEmailsPerDay: number;
  readonly maxEmailsPerWeek: number;
  readonly cooldownPeriod: number;
  readonly companyEmailsPerDay: number;
  readonly companyEmailsPerWeek: number;
  readonly domainEmailsPerDay: number;
  readonly domainEmailsPerWeek: number;
  readonly spamKeywords: readonly string[];
  readonly linkWhitelist: readonly string[];
  readonly holdListedLinks: boolean;
  readonly holdSuddenVolume: boolean;
  readonly rulePacks: readonly string[];
  readonly brandName: string;
  readonly brandColor: string;
  readonly version: number;
  readonly updatedAt: Date | null;
}

const defaults: ComplianceRow = {
  ...{ unsubscribeLink: "required", unsubscribeText: "", includePhysicalAddress: true },
  ...{ maxEmailsPerDay: 0, maxEmailsPerWeek: 0, cooldownPeriod: 0, spamKeywords: [], linkWhitelist: [] },
  ...{ holdListedLinks: true, holdSuddenVolume: true, rulePacks: [], brandName: "", brandColor: "" },
  ...{ companyEmailsPerDay: 0, companyEmailsPerWeek: 0, domainEmailsPerDay: 0, domainEmailsPerWeek: 0 },
  ...{ version: 0, updatedAt: null },
};

const columns: Readonly<Record<keyof ComplianceRow, string>> = {
  unsubscribeLink: "unsubscribe_link",
  unsubscribeText: "unsubscribe_text",
  includePhysicalAddress: "include_physical_address",
  maxEmailsPerDay: "max_emails_per_day",
  maxEmailsPerWeek: "max_emails_per_week",
  cooldownPeriod: "cooldown_days",
  companyEmailsPerDay: "company_emails_per_day",
  companyEmailsPerWeek: "company_emails_per_week",
  domainEmailsPerDay: "domain_emails_per_day",
  domainEmailsPerWeek: "domain_emails_per_week",
  spamKeywords: "spam_keywords",
  linkWhitelist: "link_whitelist",
  holdListedLinks: "hold_listed_links",
  holdSuddenVolume: "hold_sudden_volume",
  rulePacks: "rule_packs",
  brandName: "brand_name",
  brandColor: "brand_color",
  version: "version",
  updatedAt: "updated_at",
};
const fields = Object.keys(columns) as (keyof ComplianceRow)[];

export async function findCompliance(tx: Tx): Promise<ComplianceRow> {
  const rows = await tx.rows<ComplianceRow>(
    `select ${fields.map((field) => `${columns[field]} as "${field}"`).join(", ")}
     from compliance_settings where workspace_id = $1`,
    [tx.workspaceId],
    "compliance-find",
  );
  return rows[0] ?? defaults;
}

export async function writeCompliance(tx: Tx, row: ComplianceRow & { readonly updatedAt: Date }): Promise<void> {
  const names = fields.map((field) => columns[field]);
  await tx.rows(
    `insert into compliance_settings (workspace_id, ${names.join(", ")})
     values ($1, ${names.map((_, at) => `$${at + 2}`).join(", ")})
     on conflict (workspace_id) do update set ${names.map((name) => `${name} = excluded.${name}`).join(", ")}`,
    [tx.workspaceId, ...fields.map((field) => row[field])],
  );
}

/** The accounts whose waiting mail a new rule plans again. */
export async function listAccountIds(tx: Tx): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    "select id from sending_accounts where workspace_id = $1 and archived_at is null",
    [tx.workspaceId],
  );
  return rows.map((row) => row.id);
}

/** What a suppression may be of, besides everything: topics and sequences by id, and by name where they have one. */
export async function findScopes(
  tx: Tx,
  wanted: { readonly kind: "topic" | "sequence"; readonly texts: readonly string[] },
): Promise<Map<string, string>> {
  const [table, isNamed] = wanted.kind === "topic" ? ["topics", "true"] : ["email_sequences", "archived_at is null"];
  const rows = await tx.rows<{ text: string; id: string }>(
    `select x as text, (select id from ${table}
       where workspace_id = $1 and (id::text = lower(x) or (${isNamed} and lower(name) = lower(x)))
       order by id::text = lower(x) desc limit 1) as id
     from unnest($2::text[]) x`,
    [tx.workspaceId, wanted.texts],
  );
  return new Map(rows.filter((row) => row.id !== null).map((row) => [row.text, row.id]));
}
