export type { LaneAccount } from "./account.ts";
export type { ContentSeal } from "./job.ts";
export { type AccessToken, type AccessTokens, type ApiServer, apiProviders, mailProviders } from "./providers/index.ts";
export { sendRoutes } from "./routes.ts";
export { createSender, type Sender } from "./sender.ts";
