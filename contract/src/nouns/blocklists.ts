import { z } from "zod";
import { At, endpoint } from "../endpoint.ts";
import { Job } from "./operations.ts";

export const Listing = z.object({
  list: z.string(),
  name: z.string(),
  /** `wide`: large receivers ask it. */
  weight: z.enum(["wide", "narrow"]),
  /** The address or domain that was asked about. */
  subject: z.string(),
  /** `note`: it stands there, which is no word on the sender. `unknown`: the list did not say; never clean. */
  state: z.enum(["clean", "listed", "note", "unknown"]),
  detail: z.string(),
  codes: z.array(z.string()),
  page: z.string(),
  removal: z.string(),
});

const Blocklists = z.object({
  /** What wants something done first. */
  listings: z.array(Listing),
  /** What cannot be asked about, with the reason. */
  notAsked: z.array(z.object({ subject: z.string(), reason: z.string() })),
  checkedAt: At.nullable(),
});
export type Blocklists = z.infer<typeof Blocklists>;

export const blocklistEndpoints = {
  "GET /deliverability/blocklists": endpoint({
    summary: "Whether domains and servers of the workspace stand on lists that receivers ask",
    permission: "reports:read",
    status: 200,
    response: Blocklists,
  }),
  "POST /deliverability/blocklists/check": endpoint({
    summary: "Ask the lists again now; they are asked daily otherwise",
    permission: "sending-accounts:write",
    status: 202,
    response: Job,
  }),
} as const;
