import { retentionKeys, retentionUnits } from "@haste/engine/privacy";
import { z } from "zod";
import { At, endpoint } from "../endpoint.ts";

/** Kinds of data that can go by age; what each holds stands in `GET /retention`. */
const RetentionClass = z.enum(retentionKeys);

/** Days by class; null: kept for ever. What is left out stays. */
const Periods = z.partialRecord(RetentionClass, z.int().nullable());

const RetentionSettings = z.object({
  classes: z.array(
    z.object({
      key: RetentionClass,
      name: z.string(),
      goes: z.string(),
      stays: z.string(),
      unit: z.enum(retentionUnits),
      /** null: kept for ever. */
      days: z.int().nullable(),
      shortestDays: z.int(),
      /** Why not sooner. */
      because: z.string(),
      lastRunAt: At.nullable(),
      /** What that run removed, and all runs together. */
      lastRemoved: z.int(),
      removed: z.int(),
    }),
  ),
  /** What no period takes away. */
  never: z.array(z.object({ name: z.string(), because: z.string() })),
  /** Nothing is removed while it stands. */
  hold: z.object({ since: At, by: z.string().nullable(), reason: z.string() }).nullable(),
  /** People with an open request; nothing of theirs is removed. */
  openRequests: z.int(),
  /** null: nothing has a period, or a hold stands. */
  nextRunAt: At.nullable(),
  version: z.int(),
});
export type RetentionSettings = z.infer<typeof RetentionSettings>;

const RetentionPreview = z.object({
  data: z.array(
    z.object({
      key: RetentionClass,
      days: z.int(),
      /** What is older would go. */
      before: At,
      rows: z.int(),
      oldestAt: At.nullable(),
      /** The oldest three, in words. */
      examples: z.array(z.object({ at: At, words: z.string() })),
    }),
  ),
});
export type RetentionPreview = z.infer<typeof RetentionPreview>;

export const retentionEndpoints = {
  "GET /retention": endpoint({
    summary: "How long what is held of people is kept, and what went by age so far",
    permission: "suppressions:read",
    status: 200,
    response: RetentionSettings,
    etag: true,
  }),
  "POST /retention/preview": endpoint({
    summary: "What would go now under these periods: counted, with its oldest; changes nothing",
    permission: "suppressions:read",
    body: z.strictObject({ periods: Periods }),
    status: 200,
    response: RetentionPreview,
  }),
  "PUT /retention": endpoint({
    summary: "Change periods, or hold everything; the first run comes a day after the last change",
    permission: "members:write",
    body: z.strictObject({
      periods: Periods.optional(),
      /** null: ends the hold. */
      hold: z
        .object({ reason: z.string().trim().min(3).max(500) })
        .nullable()
        .optional(),
    }),
    status: 200,
    response: RetentionSettings,
    etag: true,
  }),
} as const;
