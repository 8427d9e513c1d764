import { type Definition, stepAt } from "../sequence/index.ts";
import { linksOfStep } from "../template/index.ts";

/** The links of each email step, read from its content once. */
export class Links {
  readonly #known = new Map<string, readonly string[]>();

  of(definition: Definition, stepId: string): readonly string[] {
    const known = this.#known.get(stepId);
    if (known !== undefined) return known;
    const step = stepAt(definition, stepId);
    const links = step?.kind === "email" ? linksOfStep(step.content, definition.snippetGroups ?? {}) : [];
    this.#known.set(stepId, links);
    return links;
  }
}
