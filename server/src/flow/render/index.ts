export { readClickToken, readEmailToken } from "./links.ts";
export { findMissingVariables } from "./missing-variables.ts";
export { createRenderer, type RenderedEmail, type Renderer } from "./render-emails.ts";
export { renderRoutes } from "./routes.ts";
