/** What the variants of an email step say, as the builder edits them: pure functions from step to step. */
import { type Share, sharesOf } from "@haste/engine/experiment";
import type { TreeStep } from "../tree.ts";

export type EmailStep = Extract<TreeStep, { type: "email" }>;
export type Variant = NonNullable<TreeStep["variants"]>[number];
type Words = EmailStep["content"];

export const mostVariants = 5;

const parts = ["subject", "htmlContent", "textContent"] as const;

/** A, B, C … by its place. */
export function letterOf(place: number): string {
  return String.fromCharCode("A".charCodeAt(0) + place);
}

/** What a variant says in full: its own words, and else the step's. */
export function wordsOf(step: EmailStep, place: number): Words {
  const own = step.variants?.[place]?.content ?? {};
  const htmlContent = own.htmlContent ?? step.content.htmlContent;
  // As the server has it: the step's plain text would contradict another HTML.
  const plain = htmlContent === step.content.htmlContent ? step.content.textContent : null;
  const subject = own.subject ?? step.content.subject;
  return { ...step.content, subject, htmlContent, textContent: own.textContent ?? plain };
}

/** The variant that is shown, where one before it was taken away too. */
export function shownVariant({ variants }: TreeStep, place: number): number {
  return Math.min(place, Math.max(0, (variants?.length ?? 0) - 1));
}

/** The step as one of its variants says it; any other step as it is. */
export function stepOf(step: TreeStep, place: number): TreeStep {
  return step.type === "email" ? { ...step, content: wordsOf(step, shownVariant(step, place)) } : step;
}

/** The first variant is the step itself as long as it says nothing of its own. */
function isStepItself({ variants }: EmailStep, place: number): boolean {
  return place === 0 && !parts.some((part) => variants?.[0]?.content[part]);
}

/** The step after one of its variants was written; what is as the step says it is not said twice. */
export function withWords(step: EmailStep, place: number, words: Words): EmailStep {
  if (!step.variants?.[place] || isStepItself(step, place)) return { ...step, content: words };
  const own = parts.filter((part) => words[part] !== null && words[part] !== step.content[part]);
  const { subject: _, htmlContent: __, textContent: ___, ...shared } = words;
  // What goes with a mail and how its links are marked is the same for all variants.
  const around = { ...step, content: { ...step.content, ...shared } };
  return withVariant(around, place, (variant) => {
    const others = Object.fromEntries(
      Object.entries(variant.content).filter(([part]) => !(parts as readonly string[]).includes(part)),
    );
    return { ...variant, content: { ...others, ...Object.fromEntries(own.map((part) => [part, words[part]])) } };
  });
}

export function withVariant(step: EmailStep, place: number, make: (variant: Variant) => Variant): EmailStep {
  return { ...step, variants: (step.variants ?? []).map((one, at) => (at === place ? make(one) : one)) };
}

/** One more variant, which begins as the one that is shown; the first one added makes the step itself variant A. */
export function addVariant(step: EmailStep, from: number, newId: () => string): EmailStep {
  const before = step.variants?.length ? step.variants : [{ id: newId(), name: "A", content: {}, weight: null }];
  const names = new Set(before.map(({ name }) => name));
  const name = Array.from({ length: 26 }, (_, place) => letterOf(place)).find((letter) => !names.has(letter)) ?? "New";
  return { ...step, variants: [...before, { id: newId(), name, content: { ...before[from]?.content }, weight: null }] };
}

/** Without the second one nothing is tested: the step goes on as the one that is left. */
export function removeVariant(step: EmailStep, place: number): EmailStep {
  const left = (step.variants ?? []).filter((_, at) => at !== place);
  if (left.length > 1) return { ...step, variants: left };
  const { variants: _, ...alone } = step;
  return { ...alone, content: wordsOf(step, place === 0 ? 1 : 0) };
}

export function withWeight(variants: readonly Variant[], id: string, weight: number | null): Variant[] {
  return variants.map((one) => (one.id === id ? { ...one, weight } : one));
}

/** Shares of new people, 0–1; null where the weights add up to nothing. */
export function splitOf(variants: readonly Variant[]): readonly Share[] | null {
  if (variants.length === 0 || variants.every(({ weight }) => weight === 0)) return null;
  return sharesOf(variants);
}
