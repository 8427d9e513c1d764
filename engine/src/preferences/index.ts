export { type PageScheme, pageColors } from "./brand.ts";
export { type Choice, changedTopics, mostTopics, pauseDays, readChoice } from "./choice.ts";
export { type Language, languageOf } from "./language.ts";
export { fillWords, type PageWords, pageWords } from "./words.ts";
