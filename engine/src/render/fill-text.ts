import type { Result } from "../base/index.ts";
import type { PersonalizationContext } from "./context.ts";
import { fillTemplate, readTemplate, type TemplateFault } from "./liquid/index.ts";
import type { Moment } from "./liquid/run.ts";
import type { FillRefusal } from "./liquid/stop.ts";
import { scopesOf } from "./scope.ts";

/**
 * Fills words that stand alone, such as a task's title: the same language and the same scope as a mail's, nothing
 * escaped, because they are shown as text. Without a moment, what asks for the present is refused.
 */
export function fillText(
  source: string,
  context: PersonalizationContext,
  moment: Moment | null = null,
): Result<string, FillRefusal | TemplateFault> {
  const template = readTemplate(source);
  if (!template.ok) return template;
  const { plain, zone } = scopesOf(context, moment);
  return fillTemplate(template.value, plain, { moment, zone, missing: "hold", form: "plain" });
}
