export { readClickToken, readEmailToken } from "./links.ts";
export { createRenderer, type RenderedEmail, type Renderer } from "./render-emails.ts";
