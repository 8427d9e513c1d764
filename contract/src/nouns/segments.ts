import { z } from "zod";
import { Condition } from "../condition.ts";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { Contact } from "./crm.ts";

/** A name for whoever matches a condition now: nobody is put in, and nobody is kept in. */
export const Segment = z.object({
  id: Id,
  name: z.string(),
  /** About contacts and their companies; one that asks nothing holds for everybody. */
  condition: Condition,
  /** The condition in plain language. */
  sentence: z.string(),
  /** Sequences with a trigger that waits for people to enter it. */
  sequences: z.int(),
  version: z.int(),
  createdAt: At,
  updatedAt: At,
  /** Archived ones stand in no list, but stay readable by id. */
  archivedAt: At.nullable(),
});
export type Segment = z.infer<typeof Segment>;

const SegmentInput = z.object({ name: z.string().trim().min(1).max(100), condition: Condition });
export type SegmentInput = z.infer<typeof SegmentInput>;

export const SegmentPreview = z.object({
  matching: z.int(),
  /** Contacts looked at. */
  of: z.int(),
  /** False where there are more contacts than one request looks at; the newest were. */
  complete: z.boolean(),
  /** The newest that match, at most five. */
  sample: z.array(Contact),
});
export type SegmentPreview = z.infer<typeof SegmentPreview>;

export const segmentEndpoints = {
  "GET /segments": endpoint({
    summary: "Segments, newest first",
    permission: "contacts:read",
    query: ListQuery,
    status: 200,
    response: listOf(Segment),
  }),
  "POST /segments": endpoint({
    summary: "Name a condition over contacts; whoever matches it is in the segment",
    permission: "contacts:write",
    body: SegmentInput,
    status: 201,
    response: Segment,
  }),
  "POST /segments/preview": endpoint({
    summary: "How many contacts a condition holds for, and the first of them; nothing is kept",
    permission: "contacts:read",
    body: SegmentInput.pick({ condition: true }),
    status: 200,
    response: SegmentPreview,
  }),
  "GET /segments/:id": endpoint({
    summary: "One segment",
    permission: "contacts:read",
    params: IdParams,
    status: 200,
    response: Segment,
    etag: true,
  }),
  "PUT /segments/:id": endpoint({
    summary: "Change a segment; who comes in by that sets off no trigger",
    permission: "contacts:write",
    params: IdParams,
    body: SegmentInput.partial(),
    status: 200,
    response: Segment,
    etag: true,
  }),
  "DELETE /segments/:id": endpoint({
    summary: "Archive a segment; refused while a trigger of a sequence waits for it",
    permission: "contacts:write",
    params: IdParams,
    status: 204,
    response: null,
  }),
  "GET /segments/:id/contacts": endpoint({
    summary: "Who is in a segment now, newest first; a page may be short, or empty, before the last one",
    permission: "contacts:read",
    params: IdParams,
    query: ListQuery.omit({ q: true }),
    status: 200,
    response: listOf(Contact),
  }),
} as const;
