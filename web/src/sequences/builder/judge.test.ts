import { describe, expect, test } from "vitest";
import { place, stepAtPointer, type TreeStep } from "../tree.ts";
import { blankSequence } from "./blank-sequence.ts";
import { judge } from "./judge.ts";
import { outlineRows } from "./rows.ts";

function step(id: string, type: TreeStep["type"], content: object): TreeStep {
  const delay = { value: 0, unit: "hours" };
  return {
    id,
    order: 0,
    type,
    delay,
    conditions: [],
    content,
    templateId: null,
    tracking: null,
  } as unknown as TreeStep;
}

const mail = (id: string, htmlContent: string | null = "<p>Hi</p>") =>
  step(id, "email", { subject: "Hello", htmlContent, textContent: null });
const clicked = (stepId: string) => ({ field: "email.clicked", op: "eq", value: true, step: stepId });

/** A mail, then a branch with an unfinished mail in its way and a branch asking a wrong question in its otherwise. */
const tree: TreeStep[] = [
  mail("first"),
  step("fork", "branch", {
    branches: [{ id: "yes", name: "Yes", if: { all: [clicked("first")] }, steps: [mail("unfinished", null)] }],
    otherwise: [
      step("inner", "branch", {
        branches: [{ id: "deep", name: "Deep", if: { all: [clicked("last")] }, steps: [mail("inside")] }],
        otherwise: [],
      }),
    ],
  }),
  mail("last"),
];

describe("the problems of a draft", () => {
  test("lead to their step, however deep it stands, and to the field in it", () => {
    expect(judge(blankSequence, tree, []).map(({ stepId, field }) => [stepId, field])).toEqual([
      ["unfinished", "/content/htmlContent"],
      ["inner", "/content/branches/0/if/all/0/step"],
    ]);
  });

  test("are none where a template says what the step leaves out", () => {
    const steps = [{ ...mail("first", null), templateId: "t" }];
    const template = { id: "t", name: "T", subject: "Hello", htmlContent: "<p>Hi</p>", textContent: null };
    expect(judge(blankSequence, steps, [])).toHaveLength(1);
    expect(judge(blankSequence, steps, [template])).toEqual([]);
  });

  test("are those of a variant's words as well, and lead to the variant", () => {
    const variants = [{}, { subject: "Ahoy {{ contact." }].map((content, n) => ({
      id: `${n}`,
      name: "AB".charAt(n),
      content,
    }));
    const found = judge(blankSequence, [{ ...mail("first"), variants } as unknown as TreeStep], []);
    expect(found.map(({ stepId, field }) => [stepId, field])).toEqual([["first", "/variants/1/content/subject"]]);
    expect(found[0]?.detail).toMatch(/^Variant B: /);
  });

  test("of the server lead to the same steps", () => {
    const found = (pointer: string) => {
      const at = stepAtPointer(tree, pointer);
      return at && [at.step.id, at.field];
    };
    expect(found("/steps/1/content/branches/0/steps/0/content/subject")).toEqual(["unfinished", "/content/subject"]);
    expect(found("/steps/1/content/otherwise/0/content/branches/0/if")).toEqual(["inner", "/content/branches/0/if"]);
    expect(found("/steps/2/delay")).toEqual(["last", "/delay"]);
    expect(found("/settings/timezone")).toBeNull();
  });
});

describe("the outline of a draft", () => {
  test("says at the end of every way what follows there", () => {
    const ends = outlineRows(tree, new Set()).flatMap((row) => {
      return row.kind === "end" ? [[row.parentId, row.next?.step.id ?? null, row.ends]] : [];
    });
    expect(ends).toEqual([
      ["yes", "last", true],
      ["deep", "last", true],
      ["inner", "last", true],
      ["fork", "last", false],
      [null, null, true],
    ]);
  });

  test("shows no way of a branch that is folded, and counts its steps all the same", () => {
    const shown = outlineRows(tree, new Set(["fork"])).flatMap((row) => (row.kind === "step" ? [row.id] : []));
    expect(shown).toEqual(["first", "fork", "last"]);
    expect(place(tree).find((each) => each.step.id === "last")?.number).toBe(6);
  });
});
