import { z } from "zod";
import { At, endpoint, Id } from "../endpoint.ts";
import { Job } from "./operations.ts";

export const encryptionEndpoints = {
  "GET /encryption": endpoint({
    summary: "The workspace's data keys, newest first; the newest seals, all open",
    permission: "settings:read",
    status: 200,
    response: z.object({
      keys: z.array(
        z.object({
          id: Id,
          createdAt: At,
          /** When nothing was left under it; null for the newest, and while a rotation is under way. */
          retiredAt: At.nullable(),
        }),
      ),
    }),
  }),
  "POST /encryption/rotate": endpoint({
    summary:
      "Seal every credential, token and mail anew with a new data key, and prove that nothing is left under the old",
    permission: "settings:write",
    body: z.object({}).optional(),
    status: 202,
    response: Job,
  }),
} as const;
