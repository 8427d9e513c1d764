import { expect } from "vitest";
import { asInstant } from "../../engine/src/base/index.ts";
import { fillTemplate, readTemplate } from "../../engine/src/render/liquid/index.ts";
import type { RunOptions } from "../../engine/src/render/liquid/run.ts";

const options: RunOptions = {
  moment: { now: asInstant(Date.UTC(2026, 10, 27)), seed: "email-1" },
  zone: null,
  missing: "empty",
  form: "plain",
};

/** Standard Liquid over any values; what cannot be read or filled as `!reason`. */
export function liquid(
  source: string,
  values: object = {},
  over: Partial<RunOptions> & { snippets?: Record<string, string> } = {},
) {
  const { snippets = {}, ...rest } = over;
  const template = readTemplate(source, "plain", {
    find: (name) => snippets[name] ?? null,
    names: Object.keys(snippets),
  });
  if (!template.ok) return `!${template.error.line}:${template.error.column} ${template.error.detail}`;
  const filled = fillTemplate(template.value, values as never, { ...options, ...rest });
  if (filled.ok) return filled.value;
  return `!${"detail" in filled.error ? filled.error.detail : filled.error.variable}`;
}

export function all(cases: readonly (readonly [source: string, written: string, values?: object])[]) {
  for (const [source, written, values] of cases) expect([source, liquid(source, values)]).toEqual([source, written]);
}
