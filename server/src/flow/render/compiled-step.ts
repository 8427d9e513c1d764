import { asInstant, ok } from "@haste/engine/base";
import { compileEmail, numberLinks } from "@haste/engine/render";
import { factsOf, nothingKnown } from "@haste/engine/schedule";
import type { Definition, FrozenGroups, StepOf } from "@haste/engine/sequence";
import {
  asksForGroups,
  type Chosen,
  chooseSnippets,
  linksOfStep,
  resolveGroups,
  type WrittenEmail,
} from "@haste/engine/template";
import { readContactFacts } from "../../ledger/index.ts";
import type { Tx } from "../../platform/db/index.ts";

type Compiled = ReturnType<typeof compileEmail>;

/** Compiled once per version and choice of snippets: steps of a published definition never change. */
const compiled = new WeakMap<StepOf<"email">, Map<string, Compiled>>();

/** The step with the snippets chosen for one person; nothing chosen is what everybody else gets. */
export function compiledStep(definition: Definition, step: StepOf<"email">, chosen: Chosen = {}): Compiled {
  const groups = definition.snippetGroups ?? {};
  const asks = asksForGroups(step.content, groups);
  const key = asks ? JSON.stringify(Object.keys(groups).map((name) => chosen[name] ?? -1)) : "";
  const known = compiled.get(step) ?? new Map<string, Compiled>();
  compiled.set(step, known);
  let email = known.get(key);
  if (email === undefined) {
    const content = asks ? resolveGroups(step.content, groups, chosen) : step.content;
    const read = compileEmail(content, { isStored: true });
    email = asks && read.ok ? ok(numberLinks(read.value, linksOfStep(step.content, groups))) : read;
    known.set(key, email);
  }
  return email;
}

/** What was written for one person instead of the step's words; its links keep the numbers they have there. */
export function compiledEdit(
  definition: Definition,
  step: StepOf<"email">,
  { edited, chosen }: { readonly edited: WrittenEmail; readonly chosen: Chosen },
): Compiled {
  const groups = definition.snippetGroups ?? {};
  const email = compileEmail(resolveGroups(edited, groups, chosen));
  return email.ok ? ok(numberLinks(email.value, linksOfStep(step.content, groups))) : email;
}

/** A person with what came with their enrollment, and the instant for which conditions are judged. */
interface Chooser {
  readonly contactId: string;
  readonly customData: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** Which texts of a version's snippet groups these people get, by contact; nothing is read where there are none. */
export async function chooseFor(
  tx: Tx,
  groups: FrozenGroups | undefined,
  people: readonly Chooser[],
): Promise<Map<string, Chosen>> {
  if (groups === undefined || people.length === 0) return new Map();
  const rows = await readContactFacts(
    tx,
    people.map(({ contactId }) => contactId),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    people.flatMap(({ contactId, customData, at }): [string, Chosen][] => {
      const row = byId.get(contactId);
      if (row === undefined) return [];
      const custom = [customData, row.contact_fields, row.company_fields];
      const facts = factsOf({ ...nothingKnown, person: row.contact, custom });
      return [[contactId, chooseSnippets(groups, facts, { now: asInstant(at.getTime()), seed: contactId })]];
    }),
  );
}
