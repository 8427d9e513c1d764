import { readFile } from "node:fs/promises";
import type { ImportField } from "@haste/contract/nouns/crm";
import type { Condition } from "@haste/engine/condition";
import { type Database, inWorkspace } from "../../../platform/db/index.ts";
import { type Temper, temperOf } from "../personas/persona.ts";
import { findSequenceNamed, listDemoPeople, listWordsNamed } from "../queries/demo.ts";
import { type DemoSequence, demoSequences } from "./sequences.ts";
import { type DemoSnippet, type DemoTemplate, demoSnippets, demoTemplates } from "./templates.ts";

/** Whose mailboxes the demo world sends from: the owner's, and with a past behind it those of two colleagues. */
export const demoSenders = [
  { local: "amina", displayName: "Amina Yusuf" },
  { local: "jonas", displayName: "Jonas Lindqvist" },
  { local: "mei", displayName: "Mei Tanaka" },
] as const;

/** What making the world takes; the wiring fulfills it with the product's own use cases, as a person would use them. */
export interface DemoWorldPorts {
  /** Imports a CSV file the way a customer's is imported, marking everybody as a demo contact. */
  importDemoContacts(file: DemoContactsFile): Promise<void>;
  /** Gives it the six weeks that lie behind it; null where it begins today. */
  readonly restorePast: (() => Promise<void>) | null;
  /** `choices` and `otherwiseId` by the ids of what was made before. */
  createSnippet(snippet: SnippetToMake): Promise<{ readonly id: string }>;
  createTemplate(template: DemoTemplate): Promise<void>;
  createSequence(sequence: DemoSequence): Promise<{ readonly id: string }>;
  activateSequence(sequenceId: string): Promise<void>;
  /** Enrolls people in this order. */
  enroll(sequenceId: string, contactIds: readonly string[]): Promise<void>;
}

type SnippetToMake = Omit<DemoSnippet, "choices" | "otherwise"> & {
  readonly choices?: readonly { readonly if: Condition; readonly snippetId: string }[];
  readonly otherwiseId?: string;
};

export interface DemoContactsFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** Column → field, `custom.<name>` for custom fields. */
  readonly mapping: Readonly<Record<string, ImportField | `custom.${string}`>>;
}

export interface DemoPerson {
  readonly id: string;
  readonly email: string;
}

const mapping: DemoContactsFile["mapping"] = {
  Email: "email",
  "First name": "firstName",
  "Last name": "lastName",
  "Job title": "title",
  "Time zone": "timezone",
  Company: "companyName",
  "Company domain": "companyDomain",
  Industry: "industry",
  // The language in which their persona answers.
  Language: "custom.language",
  City: "custom.city",
  Note: "custom.note",
};

/** The 200 people of the demo world as a file: many scripts, quotes, line breaks in cells, a byte order mark. */
export async function readDemoContacts(): Promise<DemoContactsFile> {
  return { fileName: "demo-contacts.csv", bytes: await readFile(new URL("contacts.csv", import.meta.url)), mapping };
}

/** Where the world is made. */
export interface DemoPlace {
  readonly db: Database;
  readonly workspaceId: string;
}

/**
 * Makes a world that moves by itself: contacts, four active sequences, and people in them. The mails of the dock queue
 * leave at once, whatever the hour; those of the others wait for their readers' working hours, and calls and LinkedIn
 * of the big yards for somebody who does them. What a crash interrupted is completed by calling it again: nothing is made twice.
 */
export async function buildDemoWorld({ db, workspaceId }: DemoPlace, ports: DemoWorldPorts): Promise<void> {
  await ports.importDemoContacts(await readDemoContacts());
  await makeWords({ db, workspaceId }, ports);
  await ports.restorePast?.();
  const cast = castPeople(await inWorkspace(db, workspaceId, listDemoPeople));
  for (const name of ["bigYards", "portFair", "winterPlan", "dockQueue"] as const) {
    const sequence = demoSequences[name];
    const known = await inWorkspace(db, workspaceId, (tx) => findSequenceNamed(tx, sequence.name));
    const id = known?.id ?? (await ports.createSequence(sequence)).id;
    if (known === null || known.status === "draft") await ports.activateSequence(id);
    if (known === null || known.people === 0) await ports.enroll(id, cast[name]);
  }
}

/** Templates and snippets, those that are not there yet. */
async function makeWords({ db, workspaceId }: DemoPlace, ports: DemoWorldPorts): Promise<void> {
  const { templates, snippets } = await inWorkspace(db, workspaceId, listWordsNamed);
  const idOf = (name: string) => snippets.get(name) ?? "";
  for (const { choices, otherwise, ...snippet } of demoSnippets) {
    if (snippets.has(snippet.name)) continue;
    const chosen = choices?.map((choice) => ({ if: choice.if, snippetId: idOf(choice.snippet) }));
    const { id } = await ports.createSnippet({
      ...snippet,
      ...(chosen === undefined ? {} : { choices: chosen }),
      ...(otherwise === undefined ? {} : { otherwiseId: idOf(otherwise) }),
    });
    snippets.set(snippet.name, id);
  }
  for (const template of demoTemplates) if (!templates.has(template.name)) await ports.createTemplate(template);
}

export interface DemoCast {
  readonly dockQueue: readonly string[];
  readonly portFair: readonly string[];
  readonly winterPlan: readonly string[];
  readonly bigYards: readonly string[];
}

/** Who comes first, so that within a minute a newcomer has seen everything a recipient can do. */
const firstOnStage: readonly Temper[] = [
  "interested",
  "clicker",
  "opener",
  "away",
  "interested",
  "leaves-by-link",
  "declines",
  "clicker",
  "hard-refusal",
  "not-now",
  "opener",
  "bounces-late",
  "asks-to-stop",
  "silent",
  "clicker",
  "soft-refusal",
];
const dockQueueSize = 30;
const portFairSize = 50;
const winterPlanSize = 40;
/** As many tasks as one person gets done in a morning. */
const bigYardsSize = 12;
/** Neighbors in the file have neighboring jobs: the ways in are shown by people from all over it. */
const bigYardsStride = 6;

/** Who is enrolled where: a telling mixture first, then the others in the order given. The rest stays free. */
export function castPeople(people: readonly DemoPerson[]): DemoCast {
  const free = [...people];
  const stars = firstOnStage.flatMap((temper) => {
    const index = free.findIndex((person) => temperOf(person.email) === temper);
    return index < 0 ? [] : free.splice(index, 1);
  });
  const idsOf = (some: readonly DemoPerson[]) => some.map((person) => person.id);
  const extras = free.splice(0, dockQueueSize - stars.length);
  return {
    dockQueue: idsOf([...stars, ...extras]),
    portFair: idsOf(free.splice(0, portFairSize)),
    winterPlan: idsOf(free.splice(0, winterPlanSize)),
    bigYards: idsOf(free.filter((_, place) => place % bigYardsStride === 0).slice(0, bigYardsSize)),
  };
}
