export type { LaneAccount } from "./account.ts";
export { doctorJob, type Patient, type Target } from "./doctor/index.ts";
export type { ContentSeal } from "./job.ts";
export type { AccessTokens } from "./providers/access-token.ts";
export { sendRoutes } from "./routes.ts";
export { createSender, type Sender } from "./sender.ts";
