export type { LaneAccount } from "./account.ts";
export type { AttemptTrace, ContentSeal, StoredEmail } from "./kept.ts";
export { outboxRoutes, sendRoutes } from "./routes.ts";
export { createSender, type Sender } from "./sender.ts";
