export { type EmailRef, type LinkRef, publicLinksOf, readClickToken, readEmailToken } from "./links.ts";
export {
  createRenderer,
  type RenderedEmail,
  type Renderer,
  type RenderRefusal,
  type RenderSender,
} from "./render-emails.ts";
