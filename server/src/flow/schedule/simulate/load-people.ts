import { type Definition, everOpens } from "@haste/engine/sequence";
import type { SimulatedPerson } from "@haste/engine/simulate";
import { readContactFacts } from "../../../ledger/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { SimulationPorts } from "./ports.ts";

export interface Unreached {
  readonly contactId: string;
  readonly code: string;
}

export interface LoadedPeople {
  readonly people: SimulatedPerson[];
  /** Whom enrolling would refuse, each with the hardest reason. */
  readonly refused: Unreached[];
}

interface Loading {
  readonly ports: SimulationPorts;
  readonly definition: Definition;
  /** How many people were loaded before: ties are broken in the order of the list. */
  readonly loaded: number;
}

/** Judges a batch as enrolling does, and reads what is known of those who may go. */
export async function loadPeople(
  ctx: WorkContext,
  contactIds: readonly string[],
  { ports, definition, loaded }: Loading,
): Promise<LoadedPeople> {
  const judged = await ports.judge(ctx, definition, contactIds);
  const { windows } = definition.settings;
  const opens = windows.length > 0 && windows.every(everOpens);
  const refused: Unreached[] = [];
  const ready = contactIds.filter((contactId) => {
    const person = judged.get(contactId);
    const code = person === undefined ? "missing" : (person.codes[0] ?? (opens ? undefined : "window_never_opens"));
    if (code !== undefined) refused.push({ contactId, code });
    return code === undefined;
  });
  const known = new Map((await readContactFacts(ctx.tx, ready)).map((row) => [row.id, row]));
  const people = ready.flatMap((contactId, place): SimulatedPerson[] => {
    const row = known.get(contactId);
    if (row === undefined) return [];
    return [
      {
        enrollmentId: String(loaded + place).padStart(9, "0"),
        contactId,
        contactZone: judged.get(contactId)?.timezone ?? null,
        companyId: row.company_id,
        domain: row.email_domain,
        values: { person: row.contact, custom: [row.contact_fields, row.company_fields] },
        accountId: null,
      },
    ];
  });
  return { people, refused };
}
