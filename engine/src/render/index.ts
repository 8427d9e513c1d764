export { type CompiledEmail, compileEmail, type EmailSource } from "./compile.ts";
export type { PersonalizationContext } from "./context.ts";
export { type EmailRefusal, type FilledEmail, fillEmail, type PublicLinks } from "./fill.ts";
export { htmlToText } from "./html-to-text.ts";
export { checkTemplate, type TemplateFault } from "./language.ts";
