import { z } from "zod";
import { At, Evidence, endpoint, Id } from "../endpoint.ts";

const Requirement = z.object({
  code: z.string(),
  title: z.string(),
  state: z.enum(["passed", "warning", "failed", "unknown"]),
  detail: z.string(),
  wantedBy: z.array(z.enum(["Gmail", "Yahoo", "Microsoft"])),
  /** Asked only of whoever sends 5,000 mails a day to them; it helps everybody. */
  ofBulkOnly: z.boolean(),
  nextStep: z.string().nullable(),
  effect: z.int(),
});

const Requirements = z.object({
  /** By the busiest of the last 30 days, to all receivers together: for each of them it is at most that. */
  volume: z.object({ class: z.enum(["bulk", "below"]), busiestDay: z.int(), bulkFrom: z.int() }),
  /** What saves most mail first. */
  requirements: z.array(Requirement),
});
export type Requirements = z.infer<typeof Requirements>;

const AccountComplaints = z.object({
  accountId: Id,
  email: z.string(),
  status: z.enum(["active", "paused"]),
  /** Of all its mail. `stop`: a live account is paused by it, or its mail to the one provider whose people complain. */
  state: z.enum(["fine", "watch", "stop"]),
  rate: z.number().nullable(),
  evidence: Evidence,
  reason: z.string().nullable(),
  /** It was paused for its complaints: a person lets it go on, with a reason. */
  isPausedForIt: z.boolean(),
  /** Recipient providers towards which they stopped it, while mail to everybody else goes on. */
  stoppedTowards: z.array(z.string()),
  /** Complaints about mails sent since then count; null: all of 30 days. */
  since: At.nullable(),
});
export type AccountComplaints = z.infer<typeof AccountComplaints>;

export const senderStandingEndpoints = {
  "GET /deliverability/requirements": endpoint({
    summary: "What Gmail, Yahoo and Microsoft ask of senders, held against what is known of real mail",
    permission: "reports:read",
    status: 200,
    response: Requirements,
  }),
  "GET /deliverability/complaints": endpoint({
    summary: "Complaints of each account, and which of them stopped it",
    permission: "reports:read",
    status: 200,
    response: z.object({ accounts: z.array(AccountComplaints) }),
  }),
} as const;
