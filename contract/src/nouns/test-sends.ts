import { z } from "zod";
import { endpoint, Id } from "../endpoint.ts";
import { emailStatuses } from "./enrollments.ts";

/** A look at an email as it arrives: a mail of its own that counts in no sequence. */
export const testSendEndpoints = {
  "POST /templates/test-send": endpoint({
    summary: "Send an email, saved or not, to yourself: filled for one contact, over the account that would send it",
    permission: "templates:write",
    body: z.object({
      content: z.object({
        subject: z.string().max(500),
        htmlContent: z.string().max(200_000),
        textContent: z.string().max(200_000).nullish(),
        preheader: z.string().max(500).nullish(),
      }),
      /** Whose fields fill it; null: your own name, and nothing else. */
      contactId: Id.nullable(),
      sendingAccountId: Id,
      /** null: your own address. In a sandbox any address, and always caught; live, an address of the workspace's members. */
      to: z.email().max(320).nullable(),
    }),
    status: 202,
    response: z.object({ emailId: Id, status: z.enum(emailStatuses) }),
  }),
} as const;
