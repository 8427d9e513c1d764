import { z } from "zod";
import { At, Evidence, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { AttachedFile, emailExtras, Utm } from "../kinds/email.ts";
import { sequenceStatuses } from "./sequences.ts";

const templateCategories = ["sales", "marketing", "support", "custom"] as const;
/** Who sees it: its owner (and admins), everybody who may write, or viewers, too. */
const templateSharings = ["private", "team", "workspace"] as const;

const TemplateVariable = z.object({
  /** As it is written: `contact.firstName`. */
  name: z.string(),
  /** Absent where it is printed without one, so that an email without the value is held. */
  fallback: z.string().optional(),
  source: z.enum(["contact", "company", "deal", "custom"]),
  field: z.string(),
});

const Rate = z.number().nullable();
export const TemplateStats = z.object({
  sent: z.int(),
  /** Emails with an open or click by a human (or nobody knows whom); machines stand beside. */
  opened: z.int(),
  openedMachine: z.int(),
  clicked: z.int(),
  replied: z.int(),
  /** null: replies are not sorted into positive and other ones. */
  positiveReplied: z.int().nullable(),
  bounced: z.int(),
  unsubscribed: z.int(),
  avgOpenRate: Rate,
  avgClickRate: Rate,
  replyRate: Rate,
  positiveReplyRate: Rate,
  unsubscribeRate: Rate,
  /** By JSON pointer of the rate. */
  evidence: z.record(z.string(), Evidence),
  /** Why a number is null, by its JSON pointer. */
  reasons: z.record(z.string(), z.string()),
});
export type TemplateStats = z.infer<typeof TemplateStats>;

const content = {
  subject: z.string().max(500),
  htmlContent: z.string().max(200_000),
  textContent: z.string().max(200_000),
};
/** Blank, null or empty where there are none. */
const extras = {
  preheader: z.string(),
  utm: Utm.nullable(),
  attachments: z.array(AttachedFile),
};
const Tags = z.array(z.string().trim().min(1).max(50)).max(50);

export const Template = z.object({
  id: Id,
  name: z.string(),
  ...content,
  ...extras,
  /** Read from its content. */
  variables: z.array(TemplateVariable),
  /** Names of the snippets it mentions. */
  snippets: z.array(z.string()),
  category: z.enum(templateCategories),
  tags: z.array(z.string()),
  /** A path such as `Founders/Follow-ups`; null: none. */
  folder: z.string().nullable(),
  sharing: z.enum(templateSharings),
  /** Only its owner and admins change it. */
  locked: z.boolean(),
  ownerId: Id.nullable(),
  /** Counts changes of its content. */
  contentVersion: z.int(),
  stats: TemplateStats.optional(),
  version: z.int(),
  createdAt: At,
  updatedAt: At,
  createdBy: Id.nullable(),
  archivedAt: At.nullable(),
});
export type Template = z.infer<typeof Template>;

/** What is left out stays as it is, null goes back to the default. */
const TemplateChanges = z.object({
  name: z.string().trim().min(1).max(255).optional(),
  subject: content.subject.nullish(),
  htmlContent: content.htmlContent.nullish(),
  textContent: content.textContent.nullish(),
  ...emailExtras,
  category: z.enum(templateCategories).nullish(),
  tags: Tags.nullish(),
  folder: z.string().trim().max(200).nullish(),
  sharing: z.enum(templateSharings).nullish(),
  locked: z.boolean().nullish(),
});
export type TemplateChanges = z.infer<typeof TemplateChanges>;
const TemplateInput = TemplateChanges.extend({ name: z.string().trim().min(1).max(255) });
export type TemplateInput = z.infer<typeof TemplateInput>;

const UsingSequence = z.object({
  id: Id,
  name: z.string(),
  status: z.enum(sequenceStatuses),
  /** People run by a published version of it, or may. */
  isLive: z.boolean(),
  /** Steps of its draft that take their content from here. */
  stepIds: z.array(Id),
  /** What it has now it takes over when it is published the next time. */
  hasUnpublishedChanges: z.boolean(),
});
const Mention = z.object({ id: Id, name: z.string() });
/** Who would feel a change. */
export const Usage = z.object({
  /** `Changing this touches 4 live sequences.` */
  sentence: z.string(),
  live: z.int(),
  sequences: z.array(UsingSequence),
  templates: z.array(Mention),
  snippets: z.array(Mention),
});
export type Usage = z.infer<typeof Usage>;

const DiffRun = z.object({ op: z.enum(["same", "added", "removed"]), text: z.string() });
const ContentDiff = z.array(
  z.object({ part: z.enum(["subject", "preheader", "htmlContent", "textContent"]), runs: z.array(DiffRun) }),
);

export const TemplateVersion = z.object({
  version: z.int(),
  ...content,
  ...extras,
  createdAt: At,
  createdBy: Id.nullable(),
  createdByName: z.string(),
  /** The earlier version it brought back. */
  restores: z.int().nullable(),
  /** Against the version before it; null for the first. */
  diff: ContentDiff.nullable(),
});
export type TemplateVersion = z.infer<typeof TemplateVersion>;

const Touches = z.object({
  /** Live sequences that take the new content over when they are published the next time. */
  touches: z.array(Mention),
});

export const TemplatePreview = z.object({
  /** null: it would reply in the thread. */
  subject: z.string().nullable(),
  html: z.string(),
  text: z.string(),
  links: z.array(z.string()),
  /** Of the HTML part; Gmail cuts what is longer than 102 kB. */
  bytes: z.int(),
  /** Why the email would be held for this person; the parts above are empty then. */
  refusal: z.object({ code: z.string(), detail: z.string() }).nullable(),
});

export type TemplatePreview = z.infer<typeof TemplatePreview>;

export const templateEndpoints = {
  "GET /templates": endpoint({
    summary: "Templates the caller sees, newest first; `q` looks into names, subjects and tags",
    permission: "templates:read",
    query: ListQuery.extend({
      "filter[category]": z.enum(templateCategories).optional(),
      "filter[tag]": z.string().max(50).optional(),
      "filter[folder]": z.string().max(200).optional(),
      "filter[snippet]": z.string().max(100).optional(),
      "filter[archived]": z.enum(["true", "false"]).optional(),
    }),
    status: 200,
    response: listOf(Template),
  }),
  "POST /templates": endpoint({
    summary: "Make a template; broken Liquid is refused with its place",
    permission: "templates:write",
    body: TemplateInput,
    status: 201,
    response: Template,
  }),
  "POST /templates/import": endpoint({
    summary: "Make a template of HTML or plain text from elsewhere",
    permission: "templates:write",
    body: TemplateInput.omit({ htmlContent: true, textContent: true }).extend({
      format: z.enum(["html", "text", "mjml"]),
      source: z.string().min(1).max(1_000_000),
    }),
    status: 201,
    response: Template.extend({ notes: z.array(z.string()) }),
  }),
  "GET /template-folders": endpoint({
    summary: "Folders in use, by name, with how many templates lie in each",
    permission: "templates:read",
    status: 200,
    response: z.object({ data: z.array(z.object({ folder: z.string(), templates: z.int() })) }),
  }),
  "GET /templates/:id": endpoint({
    summary: "One template, archived ones too",
    permission: "templates:read",
    params: IdParams,
    query: z.object({ include: z.string().max(100).optional() }),
    status: 200,
    response: Template,
    etag: true,
  }),
  "PUT /templates/:id": endpoint({
    summary: "Change a template; sequences take its new content over when they are published the next time",
    permission: "templates:write",
    params: IdParams,
    body: TemplateChanges,
    status: 200,
    response: Template.extend(Touches.shape),
    etag: true,
  }),
  "DELETE /templates/:id": endpoint({
    summary: "Archive a template; steps that use it keep its content",
    permission: "templates:write",
    params: IdParams,
    status: 204,
    response: null,
  }),
  "POST /templates/:id/duplicate": endpoint({
    summary: "Copy a template; the copy belongs to the caller",
    permission: "templates:write",
    params: IdParams,
    body: z.object({ name: z.string().trim().min(1).max(255).nullish() }).optional(),
    status: 201,
    response: Template,
  }),
  "GET /templates/:id/versions": endpoint({
    summary: "Every content it ever had, newest first, each with what it changed",
    permission: "templates:read",
    params: IdParams,
    query: ListQuery.pick({ limit: true, cursor: true, include: true }),
    status: 200,
    response: listOf(TemplateVersion),
  }),
  "GET /templates/:id/diff": endpoint({
    summary:
      "What changed from one version of its content to another; by default from the one before to the present one",
    permission: "templates:read",
    params: IdParams,
    query: z.object({ from: z.coerce.number().int().min(1).optional(), to: z.coerce.number().int().min(1).optional() }),
    status: 200,
    response: z.object({ from: z.int(), to: z.int(), diff: ContentDiff }),
  }),
  "POST /templates/:id/restore": endpoint({
    summary: "Make an earlier content the present one again, as the next version",
    permission: "templates:write",
    params: IdParams,
    body: z.object({ version: z.int().min(1) }),
    status: 200,
    response: Template.extend(Touches.shape),
    etag: true,
  }),
  "GET /templates/:id/stats": endpoint({
    summary: "What became of the emails that had their content from this template",
    permission: "templates:read",
    params: IdParams,
    status: 200,
    response: TemplateStats,
  }),
  "GET /templates/:id/usage": endpoint({
    summary: "Which sequences a change would touch",
    permission: "templates:read",
    params: IdParams,
    status: 200,
    response: Usage,
  }),
  "POST /templates/:id/preview": endpoint({
    summary: "The email this template gives for one contact, by the renderer that sends; with unsaved `content`, too",
    permission: "templates:read",
    params: IdParams,
    body: z.object({
      contactId: Id,
      /** Whose name and enrollment it is filled with. */
      sequenceId: Id.nullish(),
      content: z
        .object({
          subject: content.subject.nullish(),
          htmlContent: content.htmlContent.nullish(),
          textContent: content.textContent.nullish(),
          ...emailExtras,
        })
        .nullish(),
    }),
    status: 200,
    response: TemplatePreview,
  }),
} as const;
