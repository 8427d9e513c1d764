export { checkEmail, checkTemplate } from "./check.ts";
export {
  type CompiledEmail,
  type CompileOptions,
  compileEmail,
  type EmailFault,
  type EmailSource,
  htmlToText,
  linksOf,
  type SnippetText,
  textToHtml,
} from "./compile.ts";
export type { PersonalizationContext } from "./context.ts";
export { type EmailRefusal, type FilledEmail, fillEmail, type PublicLinks } from "./fill.ts";
export { fillText } from "./fill-text.ts";
export type { OwnFields } from "./known-variables.ts";
export { missingVariables, requiredVariables } from "./required.ts";
export { sayRefusal } from "./say-refusal.ts";
export type { Utm } from "./utm.ts";
