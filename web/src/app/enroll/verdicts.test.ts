import type { Job } from "@haste/contract/nouns/operations";
import { expect, test } from "vitest";
import { readVerdicts } from "./verdicts.ts";

const guard = (code: string, overridable: boolean) => ({ code, overridable, detail: "" });
const row = (contactId: string, ...guards: ReturnType<typeof guard>[]) => ({
  contactId,
  verdict: guards.length > 0 ? "refused" : "ready",
  guards,
});

function jobWith(rows: Record<string, unknown>[]): Job {
  return { rows } as unknown as Job;
}

test("a person held back for two reasons is counted once, under the one nobody may set aside", () => {
  const verdicts = readVerdicts(jobWith([row("a", guard("recently_contacted", true), guard("suppressed", false))]));
  expect(verdicts).toMatchObject({ ready: 0, may: 0, mustNot: 1 });
  expect(verdicts.groups.map((group) => group.code)).toEqual(["suppressed"]);
});

test("an empty variable warns and enrolls, since the mail is held and says so", () => {
  const verdicts = readVerdicts(jobWith([row("a", guard("missing_variables", true)), row("b")]));
  expect(verdicts).toMatchObject({ ready: 2, may: 0, mustNot: 0 });
  expect(verdicts.groups[0]).toMatchObject({ code: "missing_variables", kind: "told" });
});

test("every row of a dry run is in exactly one of ready, may and must not", () => {
  const rows = [
    row("a"),
    row("b", guard("role_address", true)),
    row("c", guard("bounced", false)),
    { contactId: "d", verdict: "missing", guards: [] },
  ];
  const { ready, may, mustNot } = readVerdicts(jobWith(rows));
  expect([ready, may, mustNot]).toEqual([1, 1, 2]);
});
