export type { LaneAccount } from "./account.ts";
export { doctorJob, type Patient, type Target } from "./doctor/index.ts";
export type { ContentSeal } from "./job.ts";
export { createLookUps, type LookUps, type SentMails } from "./look-ups.ts";
export {
  type AccessTokens,
  type ApiProvider,
  type ApiServer,
  apiProviders,
  type Finding,
  type FreshToken,
  findInSentFolder,
  mailProviders,
  type Opened,
} from "./providers/index.ts";
export { sendRoutes } from "./routes.ts";
export { createSender, type Sender } from "./sender.ts";
