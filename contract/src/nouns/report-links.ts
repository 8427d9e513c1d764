import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";

/** A page's scheme, name and port, and nothing behind them. */
const Origin = z
  .string()
  .max(200)
  .refine((text) => /^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$/.test(text), {
    error: "must be an origin such as https://wiki.example",
  });

export const ReportLink = z.object({
  id: Id,
  viewId: Id,
  viewName: z.string(),
  /** Whoever has it reads what the view shows, until it ends or is revoked. */
  url: z.string(),
  /** Pages that may show it in a frame; empty: none. */
  embedOrigins: z.array(Origin),
  createdBy: z.string(),
  createdAt: At,
  expiresAt: At,
});
export type ReportLink = z.infer<typeof ReportLink>;

const ReportLinkInput = z.object({
  /** A saved view of a report; none that tells sending accounts apart, which are people. */
  viewId: Id,
  /** For how many days it holds. */
  days: z.int().min(1).max(365).default(30),
  embedOrigins: z.array(Origin).max(10).default([]),
});
export type ReportLinkInput = z.infer<typeof ReportLinkInput>;

const permission = "reports:write";
export const reportLinkEndpoints = {
  "GET /report-links": endpoint({
    summary: "Links by which others read a report without signing in, newest first; those that hold",
    permission,
    query: ListQuery,
    status: 200,
    response: listOf(ReportLink),
  }),
  "POST /report-links": endpoint({
    summary: "Make a link to what a saved view shows: sums only, small numbers hidden, for some days",
    permission,
    body: ReportLinkInput,
    status: 201,
    response: ReportLink,
  }),
  "GET /report-links/:id": endpoint({
    summary: "One link that holds",
    permission,
    params: IdParams,
    status: 200,
    response: ReportLink,
  }),
  "DELETE /report-links/:id": endpoint({
    summary: "Revoke a link: it leads nowhere from now on",
    permission,
    params: IdParams,
    status: 204,
    response: null,
  }),
} as const;
