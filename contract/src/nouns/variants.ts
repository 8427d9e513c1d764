import { z } from "zod";
import { ClockTime } from "../delay.ts";
import { Id } from "../endpoint.ts";
import { email } from "../kinds/email.ts";

/** What a variant says; what it leaves out is as the step says it. */
const VariantContent = z.object({
  subject: email.shape.subject.optional(),
  htmlContent: email.shape.htmlContent.optional(),
  textContent: email.shape.textContent.optional(),
  fromName: z.string().trim().max(200).nullish(),
  /** Between which times of day its mails leave, on the days of the sequence. */
  hours: z.object({ start: ClockTime, end: ClockTime }).nullish(),
});

/**
 * A variant of an email step, or one way of a branch under the way's id (the branch's own for `otherwise`): the same row that
 * the step's test shows.
 */
export const StepVariant = z.object({
  id: Id,
  name: z.string(),
  content: VariantContent,
  /** Of a weighted distribution; they need not add up to 100. */
  weight: z.int().nullable(),
});
export type StepVariant = z.infer<typeof StepVariant>;

export const VariantInput = z.object({
  id: Id.optional(),
  name: z.string().trim().min(1).max(100).optional(),
  content: VariantContent.nullish(),
  weight: z.int().min(0).max(1_000).nullish(),
});
export type VariantInput = z.infer<typeof VariantInput>;
