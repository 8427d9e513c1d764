export type { LaneAccount } from "./account.ts";
export { doctorJob, type Patient, type Target } from "./doctor/index.ts";
export type { AttemptTrace, ContentSeal, StoredEmail } from "./kept.ts";
export type { OneOffPorts } from "./one-off/ports.ts";
export { sendManual } from "./one-off/send-manual.ts";
export type { AccessTokens } from "./providers/access-token.ts";
export { outboxRoutes, sendRoutes } from "./routes.ts";
export { createSender, type Sender } from "./sender.ts";
