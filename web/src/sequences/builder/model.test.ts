import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anySteps } from "../../../../tests/support/step-arbitraries.ts";
import { type BranchStep, lanesOf, place, type TreeStep } from "../tree.ts";
import { fromClipboard, toClipboard } from "./clipboard.ts";
import { begin, record, redo, undo } from "./history.ts";
import {
  addLane,
  change,
  copyOf,
  duplicate,
  findStep,
  insert,
  isSame,
  type Lane,
  moveBy,
  moveLane,
  moveTo,
  type Place,
  remove,
  removeLane,
  type Steps,
  stepsIn,
} from "./model.ts";

const idsOf = (steps: Steps) => place(steps).map(({ step }) => step.id);
const sorted = (ids: readonly string[]) => [...ids].sort();

function counter(): () => string {
  let made = 0;
  return () => `new-${++made}`;
}

/** Every place of a tree, none of them twice. */
function placesOf(steps: Steps): Place[] {
  const lanes = place(steps).flatMap(({ step }) => (step.type === "branch" ? lanesOf(step).map(({ id }) => id) : []));
  return [null, ...lanes].flatMap((parentId) => {
    return Array.from({ length: (stepsIn(steps, parentId)?.length ?? 0) + 1 }, (_, at) => ({ parentId, at }));
  });
}

const pick = fc.nat(10_000);
const of = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];

type Deed = (steps: Steps, n: number, m: number) => Steps;
const branchOf = (steps: Steps, n: number) =>
  of(
    place(steps).flatMap(({ step }) => (step.type === "branch" ? [step] : [])),
    n,
  );
function onLanes(steps: Steps, branch: BranchStep | undefined, make: (lanes: readonly Lane[]) => Lane[]): Steps {
  return change(steps, branch?.id ?? "", (step) =>
    step.type === "branch" ? { ...step, content: { ...step.content, branches: make(step.content.branches) } } : step,
  );
}
const idOf = (steps: Steps, n: number) => of(idsOf(steps), n) ?? "";

/** Every deed that neither adds nor takes away. */
const rearranging: Readonly<Record<string, Deed>> = {
  moveTo: (steps, n, m) => moveTo(steps, idOf(steps, n), of(placesOf(steps), m) ?? { parentId: null, at: 0 }),
  up: (steps, n) => moveBy(steps, idOf(steps, n), -1),
  down: (steps, n) => moveBy(steps, idOf(steps, n), 1),
  addLane: (steps, n) => {
    return onLanes(steps, branchOf(steps, n), (lanes) => addLane(lanes, { id: "lane", name: "New", if: { all: [] } }));
  },
  moveLane: (steps, n, m) => {
    const branch = branchOf(steps, n);
    const id = of(branch?.content.branches ?? [], m)?.id ?? "";
    return onLanes(steps, branch, (lanes) => [...moveLane(lanes, id, m % 2 ? 1 : -1)]);
  },
};

const mail = (id: string): TreeStep => {
  const content = { subject: id, htmlContent: null, textContent: null };
  const delay = { value: 0, unit: "hours" as const };
  return { id, order: 0, type: "email", delay, conditions: [], content, templateId: null, tracking: null };
};

describe("the draft of a sequence", () => {
  test("loses and doubles no step, whichever way its steps are put into another order", () => {
    fc.assert(
      fc.property(anySteps, fc.constantFrom(...Object.keys(rearranging)), pick, pick, (steps, name, n, m) => {
        const after = rearranging[name]?.(steps, n, m) ?? [];
        expect(sorted(idsOf(after))).toEqual(sorted(idsOf(steps)));
      }),
    );
  });

  test("has a moved step exactly where it was wanted", () => {
    fc.assert(
      fc.property(anySteps, pick, pick, (steps, n, m) => {
        const id = idOf(steps, n);
        const to = of(placesOf(steps), m) ?? { parentId: null, at: 0 };
        const before = findStep(steps, id);
        const inside = before ? [before.step] : [];
        fc.pre(before !== undefined && (to.parentId === null || stepsIn(inside, to.parentId) === undefined));
        const after = findStep(moveTo(steps, id, to), id);
        const isBehind = before?.parentId === to.parentId && to.at > (before?.at ?? 0);
        expect([after?.parentId, after?.at]).toEqual([to.parentId, isBehind ? to.at - 1 : to.at]);
      }),
    );
  });

  test("lets no step go into a lane of its own", () => {
    const branch = { ...mail("b"), type: "branch", content: { branches: [], otherwise: [mail("x")] } } as TreeStep;
    const steps = [branch, mail("y")];
    expect(moveTo(steps, "b", { parentId: "b", at: 0 })).toBe(steps);
  });

  test("gets a step out of every lane when it is moved on and on, to either end", () => {
    fc.assert(
      fc.property(anySteps, pick, fc.constantFrom(-1 as const, 1 as const), (steps, n, by) => {
        const id = idOf(steps, n);
        let moved: Steps = steps;
        let ways = 0;
        for (let next = moveBy(moved, id, by); next !== moved; next = moveBy(moved, id, by)) {
          moved = next;
          ways += 1;
          expect(ways).toBeLessThan(200);
        }
        expect(moved.at(by === 1 ? -1 : 0)?.id ?? "").toBe(id);
      }),
    );
  });

  test("takes out a step with what is in its lanes, and nothing else", () => {
    fc.assert(
      fc.property(anySteps, pick, (steps, n) => {
        const id = idOf(steps, n);
        const found = findStep(steps, id);
        const gone = new Set(found ? idsOf([found.step]) : []);
        expect(idsOf(remove(steps, id))).toEqual(idsOf(steps).filter((each) => !gone.has(each)));
      }),
    );
  });

  test("takes out a lane with its steps, and nothing else", () => {
    fc.assert(
      fc.property(anySteps, pick, pick, (steps, n, m) => {
        const branch = branchOf(steps, n);
        const lane = of(branch?.content.branches ?? [], m);
        const gone = new Set(idsOf(lane?.steps ?? []));
        const after = onLanes(steps, branch, (lanes) => removeLane(lanes, lane?.id ?? ""));
        expect(idsOf(after)).toEqual(idsOf(steps).filter((each) => !gone.has(each)));
      }),
    );
  });

  test("holds everything that is put in, at its place", () => {
    fc.assert(
      fc.property(anySteps, anySteps, pick, (steps, others, n) => {
        const to = of(placesOf(steps), n) ?? { parentId: null, at: 0 };
        const added = copyOf(others, counter());
        const after = insert(steps, to, added);
        expect(sorted(idsOf(after))).toEqual(sorted([...idsOf(steps), ...idsOf(added)]));
        expect(stepsIn(after, to.parentId)?.slice(to.at, to.at + added.length)).toEqual(added);
      }),
    );
  });
});

describe("a copy of steps", () => {
  test("has ids of its own everywhere, and is the same but for them", () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const copy = copyOf(steps, counter());
        const known = new Set(idsOf(steps));
        expect(idsOf(copy).filter((id) => known.has(id))).toEqual([]);
        expect(copy.map(({ type }) => type)).toEqual(steps.map(({ type }) => type));
        expect(place(copy)).toHaveLength(place(steps).length);
      }),
    );
  });

  test("asks about its own steps where the original asked about its own", () => {
    const opened = { field: "email.opened", op: "eq" as const, value: true };
    const asking = {
      ...mail("second"),
      conditions: [
        {
          if: {
            all: [
              { ...opened, step: "first" },
              { ...opened, step: "elsewhere" },
            ],
          },
          else: { action: "skip" as const },
        },
      ],
    };
    const [first, second] = copyOf([mail("first"), asking], counter());
    expect(second?.conditions[0]?.if).toEqual({
      all: [
        { ...opened, step: first?.id },
        { ...opened, step: "elsewhere" },
      ],
    });
  });

  test("goes to another sequence by the clipboard as it is, and other texts are left alone", () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const pasted = fromClipboard(toClipboard(steps), counter());
        expect(isSame(pasted ?? [], copyOf(steps, counter()))).toBe(true);
      }),
    );
    for (const text of ["", "Hello", "[]", '{"haste.steps":1,"steps":[{"id":"x"}]}', "{"]) {
      expect(fromClipboard(text, counter())).toBeNull();
    }
  });

  test("stands right behind the step it was made of", () => {
    const steps = duplicate([mail("a"), mail("b")], "a", counter());
    expect(idsOf(steps)).toEqual(["a", "new-1", "b"]);
  });
});

describe("undo", () => {
  test("takes back whatever was done last, and doing it again brings it back", () => {
    fc.assert(
      fc.property(
        anySteps,
        fc.array(fc.tuple(fc.constantFrom(...Object.keys(rearranging)), pick, pick)),
        (steps, deeds) => {
          let history = begin(steps);
          for (const [name, n, m] of deeds) {
            const after = record(history, rearranging[name]?.(history.present, n, m) ?? [], null);
            expect(undo(after).present).toBe(after === history ? (history.past.at(-1) ?? steps) : history.present);
            expect(redo(undo(after)).present).toBe(after.present);
            history = after;
          }
          while (history.past.length > 0) history = undo(history);
          expect(history.present).toBe(steps);
        },
      ),
    );
  });

  test("takes typing in one field back as one change, and two fields as two", () => {
    const typed = ["H", "He", "Hel"].map((subject) => [{ ...mail("a"), content: { ...mail("a").content, subject } }]);
    let history = begin([mail("a")]);
    for (const steps of typed) history = record(history, steps as TreeStep[], "a subject");
    history = record(history, [mail("a"), mail("b")], "b subject");
    expect(undo(history).present).toBe(typed[2]);
    expect(undo(undo(history)).present).toEqual([mail("a")]);
  });
});

describe("two trees", () => {
  test("say the same with and without blanks that are not saved", () => {
    const blank = { ...mail("a"), content: { subject: "  ", htmlContent: null, textContent: null } } as TreeStep;
    const none = { ...blank, content: { subject: null, htmlContent: null, textContent: null } } as TreeStep;
    expect(isSame([blank], [none])).toBe(true);
  });
});
