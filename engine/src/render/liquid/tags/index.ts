import type { TagParser } from "../parser.ts";
import { conditionTags } from "./conditions.ts";
import { loopTags } from "./loops.ts";
import { renderTags } from "./render.ts";
import { wordTags } from "./words.ts";

/** Every tag by its name. */
export const tags: ReadonlyMap<string, TagParser> = new Map(
  Object.entries({ ...conditionTags, ...loopTags, ...wordTags, ...renderTags }),
);
