import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";

/** Lists and reports that can be kept as a view. */
const Screen = z.enum(["sequences", "reports"]);
/** `private`: only its owner sees it; `workspace`: everybody. */
const Visibility = z.enum(["private", "workspace"]);

/** Filters and order as they stand in the address of the list. */
const ViewQuery = z
  .record(z.string().min(1).max(50), z.string().max(200))
  .refine((query) => Object.keys(query).length <= 20, { error: "must name at most 20 parts" });
const Columns = z.array(z.string().min(1).max(50)).max(40);

export const SavedView = z.object({
  id: Id,
  screen: Screen,
  name: z.string(),
  visibility: Visibility,
  /** The person or API key that made it. */
  ownerId: Id,
  /** Whether the one who asks may change and remove it. */
  canChange: z.boolean(),
  query: ViewQuery,
  /** The columns shown, in the order of the list; null: as it shows them by itself. */
  columns: Columns.nullable(),
  version: z.int(),
  createdAt: At,
  updatedAt: At,
});
export type SavedView = z.infer<typeof SavedView>;

const name = z.string().trim().min(1).max(100);
const SavedViewChanges = z.object({
  name: name.optional(),
  visibility: Visibility.optional(),
  /** Replaced whole; null: none. */
  query: ViewQuery.nullish(),
  columns: Columns.nullish(),
});
export type SavedViewChanges = z.infer<typeof SavedViewChanges>;
const SavedViewInput = SavedViewChanges.extend({ screen: Screen, name });
export type SavedViewInput = z.infer<typeof SavedViewInput>;

export const savedViewEndpoints = {
  "GET /saved-views": endpoint({
    summary: "Views of lists that were saved for everybody, and one's own, newest first",
    permission: "signed-in",
    query: ListQuery.extend({ "filter[screen]": Screen.optional() }),
    status: 200,
    response: listOf(SavedView),
  }),
  "POST /saved-views": endpoint({
    summary: "Save filters, order and columns of a list under a name; private unless said otherwise",
    permission: "signed-in",
    body: SavedViewInput,
    status: 201,
    response: SavedView,
  }),
  "GET /saved-views/:id": endpoint({
    summary: "One saved view",
    permission: "signed-in",
    params: IdParams,
    status: 200,
    response: SavedView,
    etag: true,
  }),
  "PUT /saved-views/:id": endpoint({
    summary: "Change a saved view; one of the workspace only by its owner or an admin",
    permission: "signed-in",
    params: IdParams,
    body: SavedViewChanges,
    status: 200,
    response: SavedView,
    etag: true,
  }),
  "DELETE /saved-views/:id": endpoint({
    summary: "Remove a saved view; one of the workspace only by its owner or an admin",
    permission: "signed-in",
    params: IdParams,
    status: 204,
    response: null,
  }),
} as const;
