import { z } from "zod";

/** Ends the sequence here; the reason is for people who read it. */
export const exit = z.object({ reason: z.string().max(200).nullable() });
