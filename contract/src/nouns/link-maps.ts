import { z } from "zod";
import { At, Evidence, endpoint, Id } from "../endpoint.ts";

/** What mails of a step said: a link's number means one address only within a version and a variant. */
const Wording = z.object({
  version: z.int(),
  /** Null: the step's own words. */
  variantId: Id.nullable(),
  variantName: z.string().nullable(),
  sent: z.int(),
});

const LinkMap = z.object({
  asOf: At,
  /** The latest version first. */
  wordings: z.array(Wording),
  /** Null: no mail of the step was sent yet. */
  chosen: Wording.nullable(),
  /** With names in brackets for what is known of nobody; null: it answers a thread. */
  subject: z.string().nullable(),
  /** The mail with `#link-<number>` for each counted address; null: it cannot be drawn without a real person. */
  html: z.string().nullable(),
  links: z.array(
    z.object({
      link: z.int(),
      /** As its author wrote it; null: only mails that were edited for one person had it. */
      address: z.string().nullable(),
      /** Null: it does not stand in the mail as it is drawn. */
      text: z.string().nullable(),
      /** People who clicked, or may have; machines stand apart. */
      people: z.int(),
      clicks: z.int(),
      machineClicks: z.int(),
      /** Mails in which it was clicked by a person, of those sent. */
      clickRate: z.number().nullable(),
    }),
  ),
  /** Fewer than 30 mails: its rates are mostly chance. */
  isSmall: z.boolean(),
  evidence: z.record(z.string(), Evidence),
});
export type LinkMap = z.infer<typeof LinkMap>;

export const linkMapEndpoints = {
  "GET /sequences/:id/steps/:stepId/link-map": endpoint({
    summary: "Which links of a step's mail people clicked, with the mail they stand in",
    permission: "reports:read",
    params: z.object({ id: Id, stepId: Id }),
    query: z.object({
      /** Without it the latest version that was sent. */
      version: z.coerce.number().int().min(1).optional(),
      /** `own`: the step's own words; without it what the most mails said. */
      variantId: Id.or(z.literal("own")).optional(),
    }),
    status: 200,
    response: LinkMap,
  }),
} as const;
