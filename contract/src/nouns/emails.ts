import { z } from "zod";
import { endpoint, Id, IdParams } from "../endpoint.ts";
import { EmailActivity } from "./enrollments.ts";

export const emailEndpoints = {
  "POST /contacts/:id/emails": endpoint({
    summary: "Send one email of your own words to a contact, as an answer where `inReplyTo` names a mail",
    permission: "enrollments:write",
    params: IdParams,
    body: z.object({
      sendingAccountId: Id,
      subject: z.string().trim().min(1).max(500),
      htmlContent: z.string().max(200_000),
      textContent: z.string().max(200_000).nullish(),
      /** Message-ID of the mail it answers. */
      inReplyTo: z
        .string()
        .max(255)
        .regex(/^<[!-;=?-~]+>$/)
        .nullish(),
    }),
    status: 202,
    response: EmailActivity,
  }),
} as const;
