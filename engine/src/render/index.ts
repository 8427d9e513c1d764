export { type CompiledEmail, compileEmail, linksOf } from "./compile.ts";
export type { PersonalizationContext } from "./context.ts";
export { type EmailRefusal, type FilledEmail, fillEmail } from "./fill.ts";
export { fillText } from "./fill-text.ts";
export { htmlToText } from "./html-to-text.ts";
export { checkTemplate } from "./language.ts";
export { missingVariables, requiredVariables } from "./required.ts";
export { sayRefusal } from "./say-refusal.ts";
