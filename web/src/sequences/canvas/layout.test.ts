import fc from "fast-check";
import { expect, test } from "vitest";
import type { TreeStep } from "../tree.ts";
import { type Layout, layOut as layOutBy, type PlacedBox, type Point } from "./layout.ts";

type Shape = { type: "email" | "wait" | "exit" | "call" } | { type: "branch"; lanes: Shape[][] };

/** A tree of the API with only what a picture needs. */
function stepsOf(shapes: readonly Shape[], prefix = "s"): TreeStep[] {
  return shapes.map((shape, at) => {
    const id = `${prefix}.${at}`;
    if (shape.type !== "branch") return { id, type: shape.type, content: {} } as unknown as TreeStep;
    const lists = shape.lanes.map((lane, n) => stepsOf(lane, `${id}-${n}`));
    const branches = lists.slice(1).map((steps, n) => ({ id: `${id}/${n}`, name: `Way ${n}`, steps }));
    return { id, type: "branch", content: { branches, otherwise: lists[0] } } as unknown as TreeStep;
  });
}

const leaf: fc.Arbitrary<Shape> = fc.record({
  type: fc.constantFrom("email", "email", "call", "wait", "exit"),
});
const { tree } = fc.letrec<{ tree: Shape[]; branch: Shape }>((tie) => ({
  tree: fc.array(fc.oneof({ maxDepth: 3 }, { arbitrary: leaf, weight: 3 }, { arbitrary: tie("branch"), weight: 1 }), {
    maxLength: 4,
  }),
  branch: fc.record({
    type: fc.constant("branch" as const),
    lanes: fc.array(tie("tree"), { minLength: 2, maxLength: 3 }),
  }) as fc.Arbitrary<Shape>,
}));
const trees = tree.map((shapes) => stepsOf(shapes));

function idsIn(steps: readonly TreeStep[]): string[] {
  return steps.flatMap((step) =>
    step.type === "branch"
      ? [step.id, ...step.content.branches.flatMap((lane) => idsIn(lane.steps)), ...idsIn(step.content.otherwise)]
      : [step.id],
  );
}

/** Every other step tells numbers. */
const layOut = (steps: TreeStep[]) => layOutBy(steps, (id) => /[02468]$/.test(id));
const boxOf = ({ boxes }: Layout, id: string) => boxes.find((box) => box.id === id) as PlacedBox;
type Area = Pick<PlacedBox, "x" | "y" | "width" | "height">;
const stretchOf = (a: Point, b: Point): Area => ({
  ...{ x: Math.min(a.x, b.x), y: Math.min(a.y, b.y) },
  ...{ width: Math.abs(a.x - b.x) + 0.01, height: Math.abs(a.y - b.y) + 0.01 },
});
const meet = (a: Area, b: Area) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test("the canvas shows every step of any tree once, and none lies on another", () => {
  fc.assert(
    fc.property(trees, (steps) => {
      const { boxes } = layOut(steps);
      expect(boxes.flatMap((box) => (box.kind === "step" ? [box.id] : []))).toEqual(idsIn(steps));
      const overlaps = boxes.flatMap((one, at) => boxes.slice(at + 1).filter((other) => meet(one, other)));
      expect(overlaps).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("time runs down the canvas, and lanes stand from left to right in the order they are tried", () => {
  fc.assert(
    fc.property(trees, (steps) => {
      const laid = layOut(steps);
      for (const { from, to } of laid.lines) {
        const above = boxOf(laid, from);
        expect(above.y + above.height).toBeLessThanOrEqual(boxOf(laid, to).y);
      }
      for (const { id } of laid.boxes.filter((box) => box.kind === "step" && box.step.type === "branch")) {
        const lanes = laid.lines.filter(({ from, to }) => from === id && to.startsWith("lane:"));
        const xs = lanes.map(({ to }) => boxOf(laid, to).x);
        expect(xs).toEqual(xs.toSorted((a, b) => a - b));
      }
    }),
    { numRuns: 60 },
  );
});

test("no line runs through a box that it does not belong to", () => {
  fc.assert(
    fc.property(trees, (steps) => {
      const laid = layOut(steps);
      const crossed = laid.lines.flatMap((line) =>
        line.points.slice(1).flatMap((to, at) => {
          const stretch = stretchOf(line.points[at] ?? to, to);
          return laid.boxes.filter(({ id, ...box }) => id !== line.from && id !== line.to && meet(box, stretch));
        }),
      );
      expect(crossed).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("the ways of a branch meet again before the step behind it, except those that end", () => {
  const steps = stepsOf([{ type: "branch", lanes: [[{ type: "email" }], [{ type: "exit" }], []] }, { type: "email" }]);
  const { lines, boxes } = layOut(steps);
  expect(lines.filter(({ to }) => to === "join:s.0").map(({ from }) => from)).toEqual(["lane:s.0/1", "s.0-0.0"]);
  expect(lines.filter(({ from }) => from === "join:s.0").map(({ to, place }) => ({ to, place }))).toEqual([
    { to: "s.1", place: { parentId: null, at: 1 } },
  ]);
  expect(boxes.filter(({ kind }) => kind === "finish").map(({ id }) => id)).toEqual(["end:"]);
});

test("a short lane hangs from its branch, however long the lane beside it is", () => {
  const long: Shape[] = Array.from({ length: 5 }, () => ({ type: "email" }));
  const laid = layOut(stepsOf([{ type: "branch", lanes: [long, [{ type: "call" }]] }, { type: "email" }]));
  expect(boxOf(laid, "lane:s.0/0").y).toBe(boxOf(laid, "lane:s.0").y);
});

test("with nothing behind the branch each way has its own finish", () => {
  const { boxes } = layOut(stepsOf([{ type: "branch", lanes: [[{ type: "email" }], [{ type: "call" }]] }]));
  expect(boxes.filter(({ kind }) => kind === "finish").map(({ id }) => id)).toEqual(["end:s.0/0", "end:s.0"]);
});

test("the arrows walk down a lane, over to the next one, and past where lanes meet", () => {
  const { walk } = layOut(
    stepsOf([
      { type: "email" },
      { type: "branch", lanes: [[{ type: "email" }], [{ type: "call" }, { type: "email" }]] },
      { type: "email" },
    ]),
  );
  expect(walk.get("s.1")).toEqual({ up: "s.0", down: "lane:s.1/0", left: null, right: null });
  expect(walk.get("s.1-1.1")).toEqual({ up: "s.1-1.0", down: "s.2", left: null, right: "lane:s.1" });
  expect(walk.get("s.1-0.0")).toEqual({ up: "lane:s.1", down: "s.2", left: "lane:s.1/0", right: null });
  expect(walk.get("s.2")?.down).toBe("end:");
});
