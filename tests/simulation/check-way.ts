import { foreseeWay } from "@haste/engine/schedule";
import { type SimulatedPerson, SimulatedWorld } from "@haste/engine/simulate";
import { freeAccount } from "../../engine/src/schedule/accounts.ts";
import type { RandomWorld } from "./worlds.ts";

/**
 * The way the builder foresees for one person against the one they really walk where nobody answers, nobody does tasks and
 * no account is ever full: both as text, each email with its instant.
 */
export function waysOf({ definition: drawn, people, workspaceId: seed, from, until, tests = new Map() }: RandomWorld) {
  const [person] = people as [SimulatedPerson];
  const { contactId, contactZone, values } = person;
  // The one free account stands in for whomever the world names.
  const definition = { ...drawn, settings: { ...drawn.settings, sendingAccounts: null } };
  const foreseen = foreseeWay(definition, { contactId, contactZone, ...values }, { now: from, seed, tests });
  const simulated = new SimulatedWorld({
    ...{ seed, definition, from, until, people: [person], accounts: [freeAccount()], tests },
    behavior: { afterEmail: () => [], afterTask: () => null },
  }).run();
  const walked = simulated.log.filter(({ decision }) => decision === "send");
  const mails = new Set(definition.steps.flatMap(({ id, kind }) => (kind === "email" ? id : [])));
  return {
    foreseen: foreseen.flatMap(({ stepId, at }) => (mails.has(stepId) && at <= until ? [`${stepId} ${at}`] : [])),
    walked: walked.map(({ stepId, at }) => `${stepId} ${at}`),
  };
}
