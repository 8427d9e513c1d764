/** What an email step says instead of its own words to those who are dealt a variant of it. */
import type { EmailContent, StepDefinition, StepOf, StepTest, StepVariant, VariantHours } from "./definition.ts";

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

export function variantOf(step: StepDefinition, variantId: string | null): StepVariant | null {
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

/** Whether variants that both versions of a step hold say the same in both, so that their numbers may be added up. */
export function saysTheSame(before: StepTest | undefined, after: StepTest): boolean {
  return after.variants.every((variant) => {
    const old = before?.variants.find(({ id }) => id === variant.id);
    return old === undefined || JSON.stringify(worded(old)) === JSON.stringify(worded(variant));
  });
}

function worded({ content, fromName, hours }: StepVariant) {
  const { subject, htmlContent, textContent } = content;
  return [subject, htmlContent, textContent, fromName, hours?.start, hours?.end];
}
