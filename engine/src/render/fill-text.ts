import type { Result } from "../base/index.ts";
import { type PersonalizationContext, visible } from "./context.ts";
import { type FillRefusal, fillTemplate, parseTemplate, type TemplateFault } from "./language.ts";

/**
 * Fills words that stand alone, such as a task's title: the same language and the same scope as a mail's, nothing
 * escaped, because they are shown as text.
 */
export function fillText(source: string, context: PersonalizationContext): Result<string, FillRefusal | TemplateFault> {
  const parsed = parseTemplate(source, "plain");
  return parsed.ok ? fillTemplate(parsed.value, visible(context)) : parsed;
}
