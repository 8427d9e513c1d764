import { z } from "zod";
import { At, endpoint } from "../endpoint.ts";
import { Finding } from "./deliverability.ts";
import { Job } from "./operations.ts";

/** The name under which recipients meet the links and pixels of the workspace's mails. */
const TrackingDomain = z.object({
  name: z.string(),
  /** It was seen to lead here with a certificate that browsers take: the mails to come use it. */
  isUsed: z.boolean(),
  findings: z.array(Finding.extend({ kind: z.enum(["tracking", "certificate"]) })),
  checkedAt: At.nullable(),
});

const Tracking = z.object({
  /** The host its CNAME record has to name. */
  target: z.string(),
  /** null: links stand under the product's own address. */
  domain: TrackingDomain.nullable(),
  /** The version of the rules that tell people from machines today. */
  rules: z.int(),
});

export const trackingEndpoints = {
  "GET /tracking": endpoint({
    summary: "The name links of mails stand under, with what its DNS and certificate say",
    permission: "settings:read",
    status: 200,
    response: Tracking,
  }),
  "PUT /tracking": endpoint({
    summary: "Choose that name and have it checked; links use it once it leads here. Mails that left keep theirs",
    permission: "settings:write",
    body: z.strictObject({ domain: z.string().max(300).nullable() }),
    status: 200,
    response: Tracking,
  }),
  "POST /tracking/check": endpoint({
    summary: "Look at the name again now; it is looked at daily otherwise",
    permission: "settings:write",
    status: 202,
    response: Job,
  }),
  "GET /tracking/visits": endpoint({
    summary: "The script that tells visits of pages which goals wait for, and the latest visit",
    permission: "sequences:read",
    status: 200,
    response: z.object({ scriptUrl: z.url(), lastVisit: z.object({ page: z.string(), at: At }).nullable() }),
  }),
  "POST /tracking/judge": endpoint({
    summary: "Judge every stored open and click by today's rules; numbers follow, people stay where they are",
    permission: "settings:write",
    body: z.object({}).optional(),
    status: 202,
    response: Job,
  }),
} as const;
