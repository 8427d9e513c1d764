import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { emailExtras } from "../kinds/email.ts";

/** What a look at an email finds, as the editor shows it. */
const LintFinding = z.object({
  /** The rule that found it: `dead-link`. */
  rule: z.string(),
  /** `error` keeps a mail from doing its work, `warning` costs it readers, `notice` is worth a look. */
  severity: z.enum(["error", "warning", "notice"]),
  place: z.object({
    part: z.enum(["subject", "html", "text", "preheader"]),
    line: z.int().nullable(),
    column: z.int().nullable(),
  }),
  detail: z.string(),
  why: z.string(),
  fix: z.string(),
  source: z.string().nullable(),
});

export const templateLintEndpoints = {
  "POST /templates/lint": endpoint({
    summary: "Look an email over, saved or not: what keeps it from being filled, read or trusted, the gravest first",
    permission: "templates:read",
    body: z.object({
      content: z.object({
        subject: z.string().max(500).nullish(),
        htmlContent: z.string().max(200_000).nullish(),
        textContent: z.string().max(200_000).nullish(),
        preheader: emailExtras.preheader,
      }),
      /** Answers in a thread, so that it has no subject of its own; by default whatever has none. */
      isFollowUp: z.boolean().nullish(),
    }),
    status: 200,
    response: z.object({ data: z.array(LintFinding) }),
  }),
} as const;
