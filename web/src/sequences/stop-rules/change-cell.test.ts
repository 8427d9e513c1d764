import type { Sequence } from "@haste/contract/nouns/sequences";
import { type StopAction, type StopCause, stopActions, stopCauses, stopScopes } from "@haste/engine/sequence";
import fc from "fast-check";
import { expect, test } from "vitest";
import { changeCell, isWide, rowOf } from "./change-cell.ts";

const settings = { replyHandling: "stop", bounceHandling: "stop", stopRules: null } as Sequence["settings"];

test("a changed cell of the stop rules says what was chosen, and every other cell what it said", () => {
  const choice = fc.record({
    cause: fc.constantFrom(...stopCauses.filter((cause): cause is StopCause => cause !== "unsubscribe")),
    scope: fc.constantFrom(...stopScopes),
    action: fc.constantFrom<StopAction>(...stopActions),
  });
  fc.assert(
    fc.property(fc.array(choice, { minLength: 1, maxLength: 12 }), (choices) => {
      let now = settings;
      for (const { cause, scope, action } of choices) {
        const before = stopCauses.map((one) => rowOf(now, one));
        now = { ...now, stopRules: changeCell(now, { cause, scope }, action) };
        before[stopCauses.indexOf(cause)] = (before[stopCauses.indexOf(cause)] ?? []).with(
          stopScopes.indexOf(scope),
          action,
        );
        expect(stopCauses.map((one) => rowOf(now, one))).toEqual(before);
      }
    }),
  );
});

test("a row of the stop rules that is put back leaves no rule behind", () => {
  const cell = { cause: "interested", scope: "company" } as const;
  const stopRules = changeCell(settings, cell, "stop");
  expect(stopRules).toHaveLength(3);
  expect(changeCell({ ...settings, stopRules }, cell, "continue")).toBeNull();
  expect(stopScopes.filter(isWide)).toEqual(["company", "domain"]);
});
