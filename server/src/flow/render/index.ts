export type { EditSeal } from "./approvals/ports.ts";
export { replaceEdit } from "./approvals/queries/approvals.ts";
export { type LinkRef, publicLinksOf, readClickToken, readOpenToken, readUnsubscribeToken } from "./links.ts";
export { findMissingVariables } from "./missing-variables.ts";
export type { PreflightPorts } from "./preflight/ports.ts";
export { preflightJob } from "./preflight/preflight-job.ts";
export { createRenderer, type RenderedEmail, type Renderer, type StepEmail } from "./render-emails.ts";
export { type OnceToWrite, type RenderOnceParts, renderOnce } from "./render-once.ts";
export { renderRoutes } from "./routes.ts";
