export type { LaneAccount } from "./account.ts";
export type { AttemptTrace } from "./attempt.ts";
export type { ContentSeal, StoredEmail } from "./job.ts";
export { outboxRoutes, sendRoutes } from "./routes.ts";
export { createSender, type Sender } from "./sender.ts";
