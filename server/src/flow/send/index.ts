export type { LaneAccount } from "./account.ts";
export type { ContentSeal } from "./job.ts";
export { oneOffRoutes, outboxRoutes } from "./routes.ts";
export { createSender, type Sender } from "./sender.ts";
