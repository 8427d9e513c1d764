export type { LaneAccount } from "./account.ts";
export type { AttemptTrace, ContentSeal, StoredEmail } from "./kept.ts";
export type { OneOffPorts } from "./one-off/ports.ts";
export { sendManual } from "./one-off/send-manual.ts";
export { outboxRoutes, sendRoutes } from "./routes.ts";
export { createSender, type Sender } from "./sender.ts";
