import { missingVariables, requiredVariables } from "@haste/engine/render";
import type { Definition } from "@haste/engine/sequence";
import type { Tx } from "../../platform/db/index.ts";
import { compiledStep } from "./compiled-step.ts";
import { contextOf, type RenderSender } from "./person-context.ts";
import { readPeople } from "./queries.ts";

/** Versions never change, so what their emails ask for is found out once. */
const required = new WeakMap<Definition, readonly string[]>();

function requiredBy(definition: Definition): readonly string[] {
  let known = required.get(definition);
  if (known === undefined) {
    const names = definition.steps.flatMap((step) => {
      const email = step.kind === "email" ? compiledStep(definition, step) : null;
      return email?.ok ? requiredVariables(email.value) : [];
    });
    known = [...new Set(names)];
    required.set(definition, known);
  }
  return known;
}

/** Nothing that a person could lack depends on who writes to them. */
const nobody: RenderSender = { displayName: "", email: "", signature: null };

/**
 * What these people lack for the emails of a version, by contact; whoever lacks nothing is left out. Nothing is read
 * where the emails ask for nothing.
 */
export async function findMissingVariables(
  tx: Tx,
  definition: Definition,
  people: { readonly contactIds: readonly string[]; readonly customData: Readonly<Record<string, unknown>> },
): Promise<Map<string, readonly string[]>> {
  const names = requiredBy(definition);
  const missing = new Map<string, readonly string[]>();
  if (names.length === 0) return missing;
  const around = { sequenceName: definition.name, postalAddress: "", customData: people.customData };
  for (const [id, person] of await readPeople(tx, people.contactIds)) {
    const lacks = missingVariables(names, contextOf(person, nobody, around));
    if (lacks.length > 0) missing.set(id, lacks);
  }
  return missing;
}
