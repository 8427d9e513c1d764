/** What is tried out in place of a step: other words of an email, or the ways of a branch. */
import type {
  Definition,
  EmailContent,
  Lane,
  StepDefinition,
  StepOf,
  StepTest,
  StepVariant,
  TestedWay,
  VariantHours,
} from "./definition.ts";
import { isSame } from "./is-same.ts";
import { stepAt } from "./outline.ts";

/** What was written of a variant: what it leaves out is as the step says it, so an empty one is the step itself. */
export interface VariantContent extends Partial<EmailContent> {
  readonly fromName?: string | null;
  readonly hours?: VariantHours | null;
}

export interface WrittenTest {
  readonly testId: string;
  readonly variants: readonly { readonly id: string; readonly name: string; readonly content: VariantContent }[];
}

/** The variants of a step whole: each says what it was given, and else what the step says. */
export function normalizeTest({ testId, variants }: WrittenTest, own: EmailContent): StepTest {
  return {
    testId,
    variants: variants.map(({ id, name, content }) => {
      const htmlContent = filled(content.htmlContent) ?? own.htmlContent;
      // The step's text would contradict another HTML.
      const textContent = filled(content.textContent) ?? (htmlContent === own.htmlContent ? own.textContent : null);
      const subject = filled(content.subject) ?? own.subject;
      const said = { ...own, subject, htmlContent, textContent };
      return { id, name, content: said, fromName: filled(content.fromName), hours: content.hours ?? null };
    }),
  };
}

function filled(text: string | null | undefined): string | null {
  return text === null || text === undefined || text.trim() === "" ? null : text;
}

/** What a variant says that its step does not: how it was written. */
export function writtenVariant({ content, fromName, hours }: StepVariant, own: EmailContent): VariantContent {
  const parts = (["subject", "htmlContent", "textContent"] as const).filter((part) => content[part] !== own[part]);
  return {
    ...Object.fromEntries(parts.map((part) => [part, content[part]])),
    ...(fromName === null ? {} : { fromName }),
    ...(hours === null ? {} : { hours }),
  };
}

/** The ways of a branch that are tested against each other. */
export function waysTest({ testId, variants }: Pick<WrittenTest, "testId" | "variants">): StepTest<TestedWay> {
  return { testId, variants: variants.map(({ id, name }) => ({ id, name })) };
}

/** The ways of a branch as variants of its test: `otherwise`, under the branch's own id, is the control. */
export function waysOf(branchId: string, lanes: readonly Pick<Lane, "id" | "name">[]): TestedWay[] {
  return [{ id: branchId, name: "Control" }, ...lanes.map(({ id, name }) => ({ id, name }))];
}

export function variantOf(step: StepDefinition, variantId: string | null): StepVariant | null {
  if (step.kind === "branch") return null;
  return step.test?.variants.find(({ id }) => id === variantId) ?? null;
}

const dealt = new WeakMap<StepOf<"email">, Map<string, StepOf<"email">>>();

/** The step as one variant says it, the same object each time, so that it is compiled once; without one, the step itself. */
export function stepAs(step: StepOf<"email">, variantId: string | null): StepOf<"email"> {
  const variant = variantOf(step, variantId);
  if (variant === null) return step;
  const known = dealt.get(step) ?? new Map<string, StepOf<"email">>();
  dealt.set(step, known);
  const as = known.get(variant.id) ?? { ...step, content: variant.content };
  known.set(variant.id, as);
  return as;
}

/**
 * Whether variants that both versions of a step hold say the same in both, so that their numbers may be added up: the same
 * words, or the same steps in a way.
 */
export function saysTheSame(before: Definition, after: Definition, stepId: string): boolean {
  const [old, step] = [stepAt(before, stepId), stepAt(after, stepId)];
  if (old?.test === undefined || step?.test === undefined || old.kind !== step.kind) return true;
  const [were, are] = [said(before, old), said(after, step)];
  return [...are].every(([id, words]) => !were.has(id) || isSame(were.get(id), words));
}

/** What each variant of a step says, by its id. */
function said(definition: Definition, step: StepDefinition): ReadonlyMap<string, unknown> {
  if (step.kind === "branch") {
    return new Map(step.test?.variants.map(({ id }) => [id, stepsIn(definition, id)]));
  }
  return new Map(step.test?.variants.map((variant) => [variant.id, worded(variant)]));
}

/** Everything that stands in a way, in branches inside it too. What it came from and where it stands say nothing. */
function stepsIn(definition: Definition, laneId: string): unknown[] {
  return definition.steps
    .filter(({ parentId }) => parentId === laneId)
    .map((step) => {
      const { id, kind, parentId, delay, conditions, content, tracking, test } = step;
      const lanes = step.kind === "branch" ? [...step.content.branches.map((lane) => lane.id), id] : [];
      const inside = lanes.map((lane) => stepsIn(definition, lane));
      return [id, kind, parentId, delay, conditions, content, tracking, test ?? null, inside];
    });
}

function worded({ content, fromName, hours }: StepVariant) {
  const { subject, htmlContent, textContent } = content;
  return [subject, htmlContent, textContent, fromName, hours?.start ?? null, hours?.end ?? null];
}
