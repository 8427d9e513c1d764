export { seenTemplate } from "./copy-template.ts";
export { checkAttachments, keepFile, loadFiles, type MailedFile } from "./keep-file.ts";
export type { TemplatePorts, WordSource } from "./ports.ts";
export { refuseFaults } from "./refuse.ts";
export { templateRoutes } from "./routes.ts";
export { createSnippet } from "./save-snippet.ts";
export { createTemplate } from "./save-template.ts";
export { loadTemplates, snippetsFor, type TemplateWords, usableTemplates } from "./words-for-steps.ts";
