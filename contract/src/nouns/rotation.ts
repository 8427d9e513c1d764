import { z } from "zod";
import { endpoint, Id, IdParams } from "../endpoint.ts";

/** An account that cannot send just now, and the people of one sequence whose thread runs through it. */
export const StrandedAccount = z.object({
  id: Id,
  email: z.string(),
  /** Why it is paused, in words. */
  statusReason: z.string().nullable(),
  people: z.int(),
});
export type StrandedAccount = z.infer<typeof StrandedAccount>;

export const rotationEndpoints = {
  "GET /sequences/:id/paused-accounts": endpoint({
    summary: "Paused accounts through which threads of a sequence run, with how many people wait for each",
    permission: "enrollments:read",
    params: IdParams,
    status: 200,
    response: z.object({ data: z.array(StrandedAccount) }),
  }),
  "POST /sequences/:id/move-account": endpoint({
    summary: "Give everybody of a sequence who has one account another one; their threads go on from its address",
    permission: "enrollments:write",
    params: IdParams,
    /** `dryRun` counts, and moves nobody. */
    body: z.object({ fromAccountId: Id, toAccountId: Id, dryRun: z.boolean().nullish() }),
    status: 200,
    response: z.object({ people: z.int(), dryRun: z.boolean() }),
  }),
} as const;
