import { z } from "zod";
import { At, endpoint, Id, IdParams, ListQuery, listOf } from "../endpoint.ts";
import { Job } from "./operations.ts";

const Seed = z.object({
  accountId: Id,
  email: z.string(),
  /** Who reads its mail: `gmail`, `microsoft`, or its domain. */
  provider: z.string(),
  emailId: Id,
  /** `waiting`: it has not left yet. `missing`: it left and was not found when somebody looked. `unread`: see `trouble`. */
  placement: z.enum(["waiting", "inbox", "spam", "missing", "unread"]),
  folder: z.string().nullable(),
  /** Under which tab of the inbox its reader sees it: of Gmail, or Focused and Other of Microsoft; null: not told. */
  tab: z.enum(["primary", "promotions", "social", "updates", "forums", "focused", "other"]).nullable(),
  trouble: z.string().nullable(),
});

const SeedTest = z.object({
  id: Id,
  sendingAccountId: Id,
  email: z.string(),
  subject: z.string(),
  seeds: z.array(Seed),
  createdAt: At,
  /** When the mailboxes were last looked into. */
  lookedAt: At.nullable(),
});
export type SeedTest = z.infer<typeof SeedTest>;

export const seedTestEndpoints = {
  "POST /seed-tests": endpoint({
    summary: "Send a mail to every other mailbox of the workspace that is read, and look in which folder it lands",
    permission: "sequences:write",
    body: z.object({
      sendingAccountId: Id,
      subject: z.string().trim().min(1).max(1_000),
      htmlContent: z.string().min(1).max(1_000_000),
      textContent: z.string().max(1_000_000).nullish(),
    }),
    status: 202,
    response: Job,
  }),
  "POST /seed-tests/:id/look": endpoint({
    summary: "Look into the mailboxes again, for what had not arrived",
    permission: "sequences:write",
    params: IdParams,
    status: 202,
    response: Job,
  }),
  "GET /seed-tests": endpoint({
    summary: "Seed tests, newest first",
    permission: "reports:read",
    query: ListQuery,
    status: 200,
    response: listOf(SeedTest),
  }),
  "GET /seed-tests/:id": endpoint({
    summary: "In which folder each mailbox has the mail",
    permission: "reports:read",
    params: IdParams,
    status: 200,
    response: SeedTest,
  }),
} as const;
