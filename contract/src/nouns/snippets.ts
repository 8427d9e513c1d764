import { z } from "zod";
import { Condition } from "../condition.ts";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { Usage } from "./templates.ts";

const snippetKinds = ["text", "group"] as const;

const Choice = z.object({ if: Condition, snippetId: Id });
const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^"'%{}\r\n]+$/, { error: "must do without quotes, braces and %" });

/** Words used in many mails by `{% snippet "name" %}`; a group stands for one of several, chosen for each person. */
export const Snippet = z.object({
  id: Id,
  name: z.string(),
  kind: z.enum(snippetKinds),
  description: z.string().nullable(),
  htmlContent: z.string(),
  textContent: z.string(),
  /** Of a group: the first whose condition holds. */
  choices: z.array(Choice),
  /** Of a group: where none holds; null: nothing is written. */
  otherwiseId: Id.nullable(),
  /** Names of the snippets its text mentions. */
  snippets: z.array(z.string()),
  version: z.int(),
  createdAt: At,
  updatedAt: At,
  archivedAt: At.nullable(),
});
export type Snippet = z.infer<typeof Snippet>;

const SnippetChanges = z.object({
  name: name.optional(),
  description: z.string().max(2_000).nullish(),
  htmlContent: z.string().max(100_000).nullish(),
  textContent: z.string().max(100_000).nullish(),
  choices: z.array(Choice).max(50).nullish(),
  otherwiseId: Id.nullish(),
});
export type SnippetChanges = z.infer<typeof SnippetChanges>;
const SnippetInput = SnippetChanges.extend({ name, kind: z.enum(snippetKinds).optional() });
export type SnippetInput = z.infer<typeof SnippetInput>;

export const snippetEndpoints = {
  "GET /snippets": endpoint({
    summary: "Snippets and snippet groups, by name",
    permission: "templates:read",
    query: ListQuery.extend({ "filter[kind]": z.enum(snippetKinds).optional() }),
    status: 200,
    response: listOf(Snippet),
  }),
  "POST /snippets": endpoint({
    summary: "Make a snippet, or a group that chooses one of several by condition",
    permission: "templates:write",
    body: SnippetInput,
    status: 201,
    response: Snippet,
  }),
  "GET /snippets/:id": endpoint({
    summary: "One snippet",
    permission: "templates:read",
    params: IdParams,
    status: 200,
    response: Snippet,
    etag: true,
  }),
  "PUT /snippets/:id": endpoint({
    summary: "Change a snippet; sequences take it over when they are published the next time",
    permission: "templates:write",
    params: IdParams,
    body: SnippetChanges,
    status: 200,
    response: Snippet.extend({ touches: z.array(z.object({ id: Id, name: z.string() })) }),
    etag: true,
  }),
  "DELETE /snippets/:id": endpoint({
    summary: "Remove a snippet; refused while a template, a snippet or the draft of a sequence mentions it",
    permission: "templates:write",
    params: IdParams,
    status: 204,
    response: null,
  }),
  "GET /snippets/:id/usage": endpoint({
    summary: "Which templates, snippets and sequences a change would touch",
    permission: "templates:read",
    params: IdParams,
    status: 200,
    response: Usage,
  }),
} as const;
