import { isFreeMailDomain } from "@haste/engine/enroll";
import type { WorkContext } from "../../platform/context/index.ts";
import {
  type CompanyFill,
  fillCompanies,
  findCompaniesByDomain,
  findCompaniesByName,
  insertCompanies,
  type KnownCompany,
  lockCompanyNames,
  type NewCompany,
} from "./queries/companies.ts";
import type { EntryWatch } from "./segments/entry-watch.ts";

/** A company as somebody names it beside a contact. */
export interface WantedCompany {
  readonly name: string;
  /** As `normalizeDomain` writes it. */
  readonly domain: string | null;
  readonly industry: string | null;
}

/**
 * The companies of a batch, found or made: by domain, else by name. Whoever has the name but no domain yet gets it;
 * a company of the same name with another domain is another company. Empty fields are filled, nothing is overwritten.
 * @returns their ids, in the order of `wanted`
 */
export async function resolveCompanies(
  ctx: WorkContext,
  watch: EntryWatch,
  wanted: readonly WantedCompany[],
): Promise<string[]> {
  const asked = wanted.map((one) => ({ ...one, domain: ownDomain(one.domain) }));
  const first = await lookUp(ctx, asked);
  if (first.isWritten()) return first.ids;
  // Somebody may have made them meanwhile: look again behind the lock, under which nobody can.
  await lockCompanyNames(ctx.tx);
  const second = await lookUp(ctx, asked);
  await second.write(ctx, watch);
  return second.ids;
}

/** A free-mail domain belongs to no company that writes it down. */
function ownDomain(domain: string | null): string | null {
  return domain !== null && isFreeMailDomain(domain) ? null : domain;
}

/** Names are looked up only where the domain has not found the company: most of a list, or none of it. */
async function lookUp(ctx: WorkContext, wanted: readonly WantedCompany[]): Promise<Directory> {
  const domains = [...new Set(wanted.flatMap(({ domain }) => domain ?? []))];
  const byDomain = domains.length === 0 ? [] : await findCompaniesByDomain(ctx.tx, domains);
  const found = new Set(byDomain.map((company) => company.domain));
  const names = [...new Set(wanted.filter(({ domain }) => !found.has(domain)).map(({ name }) => name))];
  const byName = names.length === 0 ? [] : await findCompaniesByName(ctx.tx, names);
  const directory = new Directory(ctx, [...byDomain, ...byName]);
  for (const one of wanted) directory.resolve(one);
  return directory;
}

interface Entry {
  readonly id: string;
  domain: string | null;
  industry: string | null;
}

class Directory {
  readonly ids: string[] = [];
  readonly #ctx: WorkContext;
  readonly #byDomain = new Map<string, Entry>();
  readonly #byName = new Map<string, Entry[]>();
  readonly #made: (Entry & { readonly name: string })[] = [];
  readonly #filled = new Map<string, Entry>();

  constructor(ctx: WorkContext, known: readonly KnownCompany[]) {
    this.#ctx = ctx;
    const entries = new Map<string, Entry>();
    for (const row of known) {
      const entry = entries.get(row.id) ?? { id: row.id, domain: row.domain, industry: row.industry };
      entries.set(row.id, entry);
      this.#add(entry, row.wantedName ?? row.name);
    }
  }

  isWritten(): boolean {
    return this.#made.length === 0 && this.#filled.size === 0;
  }

  resolve(wanted: WantedCompany): void {
    const entry = this.#find(wanted) ?? this.#make(wanted);
    const fillsDomain = entry.domain === null && wanted.domain !== null;
    const fillsIndustry = entry.industry === null && wanted.industry !== null;
    if (fillsDomain || fillsIndustry) {
      entry.domain ??= wanted.domain;
      entry.industry ??= wanted.industry;
      this.#add(entry, wanted.name);
      if (!this.#made.some((made) => made === entry)) this.#filled.set(entry.id, entry);
    }
    this.ids.push(entry.id);
  }

  async write({ tx, now }: WorkContext, watch: EntryWatch): Promise<void> {
    const rows: NewCompany[] = this.#made.map((made) => ({ ...made, customFields: {} }));
    if (rows.length > 0 && !(await insertCompanies(tx, rows, now))) {
      throw new Error("A company's domain was taken while its names were locked.");
    }
    const fills: CompanyFill[] = [...this.#filled.values()];
    if (fills.length === 0) return;
    await watch.companiesWillChange(fills.map(({ id }) => id));
    await fillCompanies(tx, fills, now);
  }

  #find({ name, domain }: WantedCompany): Entry | undefined {
    const namesakes = this.#byName.get(name.toLowerCase()) ?? [];
    if (domain === null) return namesakes[0];
    return this.#byDomain.get(domain) ?? namesakes.find((entry) => entry.domain === null);
  }

  #make({ name, domain, industry }: WantedCompany): Entry {
    const made = { id: this.#ctx.newId(), name, domain, industry };
    this.#made.push(made);
    this.#add(made, name);
    return made;
  }

  #add(entry: Entry, name: string): void {
    if (entry.domain !== null) this.#byDomain.set(entry.domain, entry);
    const key = name.toLowerCase();
    const namesakes = this.#byName.get(key) ?? [];
    if (!namesakes.includes(entry)) this.#byName.set(key, [...namesakes, entry]);
  }
}
