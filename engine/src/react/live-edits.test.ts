import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EditWorld, isAtTop, topEmails } from "../../../tests/support/edit-world.ts";
import type { PublishAction } from "../sequence/index.ts";

/** More instants than anybody needs for the longest way there is. */
const mostInstants = 3_000;

/** Enrolls, edits, publishes and lets time pass as the numbers say, then lets everybody come to their end. */
function play(numbers: readonly number[], actions: readonly PublishAction[], hasExits: boolean): EditWorld {
  const world = new EditWorld(numbers, { hasExits });
  for (const number of numbers) {
    const kind = number % 7;
    if (kind <= 1) world.enroll();
    else if (kind <= 3) world.edit();
    else if (kind === 4) world.publish(actions);
    else world.advance();
  }
  world.publish(actions);
  for (let round = 0; world.advance(); round += 1) {
    if (round > mostInstants) throw new Error("Somebody goes round and round.");
  }
  return world;
}

const numbers = fc.array(fc.nat(2 ** 20), { minLength: 12, maxLength: 60 });
const every: readonly PublishAction[] = ["keep", "move", "skip", "reenter"];

describe("editing a sequence while people are on the way", () => {
  test("loses nobody, whatever is edited and whoever is moved, skipped or begun again", () => {
    fc.assert(
      fc.property(numbers, (script) => {
        const world = play(script, every, true);
        for (const { state } of world.people) expect(["completed", "stopped"]).toContain(state.status);
      }),
      { numRuns: 2_000 },
    );
  });

  test("brings nobody back to a step whose mail they have, unless it was moved or they begin again", () => {
    let transfers = 0;
    fc.assert(
      fc.property(numbers, (script) => {
        const world = play(script, every, true);
        if (world.moves > 0) return;
        for (const person of world.people) {
          if (person.actions.includes("reenter")) continue;
          transfers += person.actions.length;
          expect(person.spared).toBe(0);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(transfers).toBeGreaterThan(200);
  });

  test("leaves out no step that every version has, unless somebody was told to skip", () => {
    let owedInAll = 0;
    fc.assert(
      fc.property(numbers, (script) => {
        const world = play(script, ["keep", "move", "reenter"], false);
        for (const person of world.people) {
          const last = world.versions[person.state.sequenceVersion - 1];
          if (last === undefined || person.state.status !== "completed") continue;
          const owed = topEmails(last).filter((id) => world.versions.every((version) => isAtTop(version, id)));
          owedInAll += owed.length;
          expect(owed.filter((id) => !person.sent.has(id))).toEqual([]);
        }
      }),
      { numRuns: 2_000 },
    );
    // The property would hold of nothing where nothing is owed.
    expect(owedInAll).toBeGreaterThan(1_000);
  });

  test("changes nothing for people who are kept: they get what their version says, and all of it", () => {
    fc.assert(
      fc.property(numbers, (script) => {
        const world = play(script, ["keep"], false);
        for (const person of world.people) {
          const version = world.versions[person.state.sequenceVersion - 1];
          if (version === undefined) throw new Error("no version");
          expect(person.actions).toEqual([]);
          expect(topEmails(version).filter((id) => !person.sent.has(id))).toEqual([]);
          for (const id of person.sent) expect(version.steps.map((step) => step.id)).toContain(id);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
