export { checkEmail, checkTemplate } from "./check.ts";
export {
  type CompiledEmail,
  type CompileOptions,
  compileEmail,
  type EmailFault,
  type EmailSource,
  linksOf,
  type SnippetText,
} from "./compile.ts";
export type { PersonalizationContext } from "./context.ts";
export { type EmailRefusal, type FilledEmail, fillEmail, type PublicLinks } from "./fill.ts";
export { fillText } from "./fill-text.ts";
export { htmlToText, textToHtml } from "./html-to-text.ts";
export type { OwnFields } from "./known-variables.ts";
export type { Finding, Severity } from "./lint/finding.ts";
export { lintEmail } from "./lint/lint-email.ts";
export type { LintAround } from "./lint/subject.ts";
export { generatedText, type HtmlSize, sizeOfHtml, type TextState, textAfterEdit, textStateOf } from "./mail-form.ts";
export {
  evaluateConditions,
  handleMissingData,
  replaceVariables,
  type SnippetGroup,
  type SnippetRefusal,
  selectSnippet,
  type TemplateVariable,
  variablesOf,
} from "./personalization.ts";
export { missingVariables, requiredVariables } from "./required.ts";
export { sayRefusal } from "./say-refusal.ts";
export type { Utm } from "./utm.ts";
