export type { LaneAccount } from "./account.ts";
export { composeMail } from "./compose/compose-mail.ts";
export { doctorJob, type Patient, type Target } from "./doctor/index.ts";
export type { AttemptTrace, ContentSeal, StoredEmail } from "./kept.ts";
export { createLookUps, type LookUps, type SentMails } from "./look-ups.ts";
export type { OneOffPorts } from "./one-off/ports.ts";
export { queueReport } from "./one-off/queue-report.ts";
export { sendManual } from "./one-off/send-manual.ts";
export {
  type AccessTokens,
  type ApiProvider,
  type ApiServer,
  apiProviders,
  type Finding,
  type FreshToken,
  findInSentFolder,
  mailboxRefusals,
  mailProviders,
  type Opened,
  openQuestions,
} from "./providers/index.ts";
export { outboxRoutes, sendRoutes } from "./routes.ts";
export { startLaterLooks } from "./seeds/look-later.ts";
export { seedTestJob } from "./seeds/seed-job.ts";
export { createSender, type Sender } from "./sender.ts";
