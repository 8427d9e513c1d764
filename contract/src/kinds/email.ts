import { z } from "zod";

/** What an email step holds. Without a subject it stays in the thread of the one before. */
export const EmailContent = z.object({
  subject: z.string().max(500).nullish(),
  htmlContent: z.string().max(200_000).nullish(),
  textContent: z.string().max(200_000).nullish(),
});
