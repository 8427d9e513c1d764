import { plural } from "../../ui/numbers.ts";
import { toastDone } from "../../ui/toast.tsx";
import { place, placedBefore, type TreeStep } from "../tree.ts";
import { fromClipboard, lastOnClipboard, toClipboard } from "./clipboard.ts";
import { newId } from "./ids.ts";
import type { DraftKeeper } from "./keeper.ts";
import { change, copyOf, findStep, insert, moveBy, moveTo, type Place, remove, type Steps } from "./model.ts";
import { type NewStep, newStep } from "./new-step.ts";

/** Everything that can be done to a draft, by whichever view; each leaves the step it was about in `show`. */
export function commandsOf(keeper: DraftKeeper, show: (stepId: string | null) => void) {
  const steps = (): Steps => keeper.read().steps;
  function put(to: Place, added: readonly TreeStep[]) {
    keeper.apply((before) => insert(before, to, added));
    show(added[0]?.id ?? null);
  }
  return {
    add(what: NewStep, to: Place) {
      const blank = { id: newId(), type: "exit" } as TreeStep;
      const all = place(insert(steps(), to, [blank]));
      const one = all.find(({ step }) => step.id === blank.id);
      put(to, [newStep(what, one ? placedBefore(all, one) : [])]);
    },
    change: (id: string, make: (step: TreeStep) => TreeStep, about: string | null) =>
      keeper.apply((before) => change(before, id, make), about === null ? null : `${id} ${about}`),
    moveBy: (id: string, by: -1 | 1) => keeper.apply((before) => moveBy(before, id, by)),
    moveTo(id: string, to: Place) {
      keeper.apply((before) => moveTo(before, id, to));
      show(id);
    },
    remove(id: string) {
      const all = place(steps());
      const found = all.find(({ step }) => step.id === id);
      if (!found) return;
      const inside = place([found.step]).length;
      const next = all.find(({ number }) => number === found.number + inside) ?? all[found.number - 2];
      keeper.apply((before) => remove(before, id));
      show(next?.step.id ?? null);
      const back = { parentId: found.parentId, at: found.at };
      toastDone(`${plural(inside, "step is", "steps are")} taken out.`, () => put(back, [found.step]));
    },
    duplicate(id: string) {
      const found = findStep(steps(), id);
      if (found) put({ parentId: found.parentId, at: found.at + 1 }, copyOf([found.step], newId));
    },
    copy(id: string): string | null {
      const found = findStep(steps(), id);
      return found ? toClipboard([found.step]) : null;
    },
    /** Whether the text held steps; an empty one stands for what was copied here last. */
    paste(text: string, to: Place): boolean {
      const added = fromClipboard(text || lastOnClipboard(), newId);
      if (added) put(to, added);
      return added !== null;
    },
  };
}
