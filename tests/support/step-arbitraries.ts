import type { VersionStep } from "@haste/contract/nouns/steps";
import fc from "fast-check";

const kinds = ["email", "task", "wait", "exit"] as const;

const contents: Readonly<Record<(typeof kinds)[number], object>> = {
  email: { subject: "Hello", htmlContent: null, textContent: null },
  task: { title: "Call", notes: null, dueIn: null, waitForCompletion: true },
  wait: { for: null, upTo: null },
  exit: { reason: null },
};

interface Shape {
  readonly kind: (typeof kinds)[number];
  /** The ways of a branch, `otherwise` last; null where it is no branch. */
  readonly ways: readonly (readonly Shape[])[] | null;
}

const { tree } = fc.letrec<{ tree: Shape[]; one: Shape }>((tie) => ({
  tree: fc.array(tie("one"), { maxLength: 4 }),
  one: fc.record({
    kind: fc.constantFrom(...kinds),
    ways: fc.option(fc.array(tie("tree"), { minLength: 2, maxLength: 3 }), { nil: null, freq: 2 }),
  }),
}));

/** Any tree of steps, small enough to be read when it fails; ids count up. */
export const anySteps: fc.Arbitrary<VersionStep[]> = tree.map((shapes) => {
  let made = 0;
  const id = () => `id-${++made}`;
  const grow = (list: readonly Shape[]): VersionStep[] =>
    list.map(({ kind, ways }) => {
      const common = { id: id(), order: 0, delay: { value: 1, unit: "days" }, conditions: [], templateId: null };
      const step = { ...common, tracking: null, type: kind, content: contents[kind] };
      if (ways === null) return step as VersionStep;
      const lanes = ways.map((inner) => ({ id: id(), name: "Way", if: { all: [] }, steps: grow(inner) }));
      const otherwise = lanes.pop()?.steps ?? [];
      return { ...step, type: "branch", content: { branches: lanes, otherwise } } as VersionStep;
    });
  return grow(shapes);
});
