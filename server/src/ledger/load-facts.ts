import type { EmailFacts, PersonFacts } from "@haste/engine/schedule";
import { askedFields, type Definition, stepAt } from "@haste/engine/sequence";
import type { Tx } from "../platform/db/index.ts";
import { linksOfStep } from "./links-of-step.ts";
import { type EmailFactsRow, readEmailFacts, readPersonFacts, readTaskFacts } from "./queries/facts.ts";

/**
 * What the conditions of these people's versions may ask, read for the whole batch; nothing at all for versions that ask
 * nothing, which is most of them.
 */
export async function loadFacts<Row extends { readonly id: string }>(
  tx: Tx,
  due: readonly Row[],
  definitionOf: (row: Row) => Definition,
): Promise<Map<string, PersonFacts>> {
  const asking = due.filter((row) => askedFields(definitionOf(row)).size > 0);
  const asksEmails = asking.some((row) =>
    [...askedFields(definitionOf(row))].some((field) => field.startsWith("email.") || field === "reply.class"),
  );
  const known = asking.map((row) => ({ id: row.id, definition: definitionOf(row) }));
  return readFacts(tx, known, asksEmails);
}

/** All that conditions may ask of these enrollments; of their emails only where it is asked. */
export async function readFacts(
  tx: Tx,
  asking: readonly { readonly id: string; readonly definition: Definition }[],
  asksEmails: boolean,
): Promise<Map<string, PersonFacts>> {
  if (asking.length === 0) return new Map();
  const ids = asking.map((row) => row.id);
  const emails = Map.groupBy(asksEmails ? await readEmailFacts(tx, ids) : [], (row) => row.enrollment_id);
  const tasks = Map.groupBy(await readTaskFacts(tx, ids), (row) => row.enrollment_id);
  const people = new Map((await readPersonFacts(tx, ids)).map((row) => [row.id, row]));
  return new Map(
    asking.flatMap((row): [string, PersonFacts][] => {
      const person = people.get(row.id);
      if (person === undefined) return [];
      const ofEmails = (emails.get(row.id) ?? []).map((email) => emailFacts(email, row.definition));
      const ofTasks = (tasks.get(row.id) ?? []).map(({ step_id: stepId, outcome }) => ({ stepId, outcome }));
      const custom = [person.context, person.contact_fields, person.company_fields];
      const enrolledAt = person.enrolled_at.toISOString();
      return [[row.id, { person: person.contact, custom, enrolledAt, emails: ofEmails, tasks: ofTasks }]];
    }),
  );
}

function emailFacts(row: EmailFactsRow, definition: Definition): EmailFacts {
  const links = row.links.length === 0 ? [] : linksOfStep(definition, stepAt(definition, row.step_id), row.variant_id);
  return {
    stepId: row.step_id,
    sent: row.sent,
    opened: row.opened,
    clicked: row.clicked,
    replied: row.replied,
    bounced: row.bounced,
    links: row.links.flatMap((place) => links[place] ?? []),
    replyClass: row.reply_class,
  };
}
