import { z } from "zod";

/** What an email step holds. Without a subject it stays in the thread of the one before. */
export const email = z.object({
  subject: z.string().max(500).nullable(),
  htmlContent: z.string().max(200_000).nullable(),
  textContent: z.string().max(200_000).nullable(),
});
