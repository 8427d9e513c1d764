import { z } from "zod";
import { Delay } from "./delay.ts";

/** What somebody of the team is asked to do by hand. */
export const ManualContent = z.object({
  title: z.string().max(500).nullable(),
  notes: z.string().max(20_000).nullable(),
  /** How long they have for it, from the moment it is asked; null: no date. */
  dueIn: Delay.nullable(),
  /** Whether the next step waits for the outcome (default), or only for its own delay. */
  waitForCompletion: z.boolean(),
});
