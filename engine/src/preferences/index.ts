export { type Choice, changedTopics, mostTopics, pauseDays, readChoice } from "./choice.ts";
export { type Language, languageOf } from "./language.ts";
export { fillWords, type PageWords, pageWords } from "./words.ts";
