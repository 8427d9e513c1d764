export { createInboxSync, type InboxSync } from "./inbox/inbox-sync.ts";
export { type InboxAccount, type MailboxApi, MailboxBusy, MailboxRefused, type MailboxWay } from "./inbox/ports.ts";
export { sealedInboxColumns } from "./inbox/record-mail.ts";
export { judgeJob } from "./judge-stored.ts";
export { createModelAsk } from "./opinions/ask-model.ts";
export { sealedOpinionColumns } from "./opinions/model-key.ts";
export { startOpinions } from "./opinions/start-opinions.ts";
export { tryModelJob } from "./opinions/try-model.ts";
export {
  amazonOver,
  hookRoutes,
  hookSettingsRoutes,
  mailboxChannel,
  noticeCommits,
  readNewsOf,
  recordEvents,
  SnsCertificates,
  sealedHookColumns,
} from "./provider-events/index.ts";
export { openPixel, publicRoutes } from "./public-routes.ts";
export { Recorder } from "./recorder.ts";
export { trackRoutes } from "./routes.ts";
export { chainUpTo } from "./threads/chain.ts";
export { visitSettingsRoutes } from "./visits/show-visits.ts";
