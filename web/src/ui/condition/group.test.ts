import { type Condition, findField, validateCondition } from "@haste/engine/condition";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newTest, readGroup, withOp, writeGroup } from "./group.ts";

const vip = { field: "contact.title", op: "contains", value: "VP" } as const;

const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small" },
    fc.constant<Condition>(vip),
    fc.record({ all: fc.array(tie("tree"), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("tree"), { maxLength: 3 }) }),
    fc.record({ not: tie("tree") }),
  ),
}));

function at(condition: unknown, pointer: string): unknown {
  const names = pointer.split("/").slice(1);
  return names.reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], condition);
}

describe("a condition as a form", () => {
  test("keeps what it asks when its group is read and written", () => {
    fc.assert(
      fc.property(tree, (condition) => {
        const again = readGroup(writeGroup(readGroup(condition)));
        expect([again.mode, again.inner]).toEqual([readGroup(condition).mode, readGroup(condition).inner]);
      }),
    );
  });

  test("knows where each of its parts stands, so that faults are shown at theirs", () => {
    fc.assert(
      fc.property(tree, (condition) => {
        const group = readGroup(condition);
        for (const [place, inner] of group.inner.entries()) {
          expect(at(condition, group.pointerOf(place))).toEqual(inner);
        }
      }),
    );
  });

  test("begins a question of engagement soundly, and keeps a value where the new operation takes it", () => {
    const clicked = findField("email.clicked");
    const title = findField("contact.title");
    if (!clicked || !title) throw new Error("The fields are not there.");
    expect(validateCondition(newTest(clicked, undefined), { steps: {} })).toEqual([]);
    expect(withOp(vip, "in", title)).toEqual({ field: "contact.title", op: "in", value: ["VP"] });
    expect(withOp({ ...vip, op: "in", value: ["VP", "CEO"] }, "eq", title)).toEqual({ ...vip, op: "eq" });
    expect(withOp(vip, "isSet", title)).toEqual({ field: "contact.title", op: "isSet" });
  });
});
