export { amazonOver } from "./ask-amazon.ts";
export { mailboxChannel, noticeCommits } from "./commit-notices.ts";
export { hookRoutes } from "./hook-routes.ts";
export { sealedHookColumns } from "./hook-secret.ts";
export { SnsCertificates } from "./proof/sns-certificates.ts";
export { readNewsOf } from "./read-news.ts";
export { recordEvents } from "./record-events.ts";
export { hookSettingsRoutes } from "./settings-routes.ts";
