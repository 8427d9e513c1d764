export { createInboxSync, type InboxSync } from "./inbox/inbox-sync.ts";
export type { InboxAccount } from "./inbox/ports.ts";
export { sealedInboxColumns } from "./inbox/record-mail.ts";
export { judgeJob } from "./judge-stored.ts";
export { openPixel, publicRoutes } from "./public-routes.ts";
export { Recorder } from "./recorder.ts";
export { trackRoutes } from "./routes.ts";
export { chainUpTo } from "./threads/chain.ts";
