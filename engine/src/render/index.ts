export { checkEmail, checkTemplate } from "./check.ts";
export { type CompiledEmail, compileEmail, linksOf } from "./compile.ts";
export type { FooterWish, PersonalizationContext } from "./context.ts";
export type { EmailSource, SnippetText } from "./email-source.ts";
export { factsOf } from "./facts.ts";
export { type EmailRefusal, type FilledEmail, fillEmail, type PublicLinks } from "./fill.ts";
export { fillText } from "./fill-text.ts";
export { footerShows } from "./footer.ts";
export { sizeOfHtml } from "./html-size.ts";
export { htmlToText, textToHtml, wordsToHtml } from "./html-to-text.ts";
export { withValue } from "./known-value.ts";
export { numberLinks } from "./link-numbers.ts";
export type { Finding } from "./lint/finding.ts";
export { lintEmail } from "./lint/lint-email.ts";
export type { LintAround } from "./lint/subject.ts";
export { hostOf, shortenerOf } from "./lint/web.ts";
export type { Moment } from "./liquid/run.ts";
export { suggestionFor } from "./liquid/suggest.ts";
export { generatedText, textAfterEdit, textStateOf } from "./mail-form.ts";
export {
  evaluateConditions,
  handleMissingData,
  replaceVariables,
  type TemplateVariable,
  variablesOf,
} from "./personalization.ts";
export { missingVariables, requiredVariables } from "./required.ts";
export { sayRefusal } from "./say-refusal.ts";
