export { type ContentFault, checkContent, checkSource } from "./check.ts";
export { asksForGroups, type Chosen, chooseSnippets, resolveGroups } from "./choose.ts";
export type { ContentPart, WrittenEmail } from "./content.ts";
export { diffContents, type PartDiff } from "./diff.ts";
export { importTemplate } from "./import.ts";
export { freezeGroups, freezeSnippets, inlineSnippets, type SnippetGroup, type SnippetLibrary } from "./library.ts";
export { changedParts, type Looking, mayChange, maySee, mayShare } from "./sharing.ts";
export { snippetNames } from "./tags.ts";
export { type TemplateVariable, variablesOf } from "./variables.ts";
