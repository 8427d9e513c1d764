import { Liquid, type Template } from "liquidjs";
import { ok, type Result, refuse } from "../../base/index.ts";
import type { FillRefusal } from "../liquid/stop.ts";

/**
 * Limits of one render. Memory counts characters as liquidjs does; the render limit is wall time and only kills: an
 * honest mail body of 2 kB takes 0.04 ms, a template that loops for ever is stopped here.
 */
const limits = { parseLimit: 1_000_000, renderLimit: 100, memoryLimit: 5_000_000 };

function language(escapesOutput: boolean): Liquid {
  const liquid = new Liquid({
    ...limits,
    ...(escapesOutput ? { outputEscape: "escape" as const } : {}),
    ownPropertyOnly: true,
    strictVariables: true,
    strictFilters: true,
    // An unknown variable may be asked for in `if` and before `default`; anywhere else it is missing data.
    lenientIf: true,
    cache: false,
    relativeReference: false,
    templates: {},
    globals: {},
  });
  // Reading other templates and counting over renders has no meaning in a mail that stands alone.
  for (const tag of ["include", "render", "layout", "block", "increment", "decrement"]) delete liquid.tags[tag];
  return liquid;
}

/** HTML is escaped at every output; subjects and text parts are not. */
const html = language(true);
const plain = language(false);

type Form = "html" | "plain";
export type Parsed = { readonly form: Form; readonly templates: Template[] };

export function parseTemplate(source: string, form: Form): Result<Parsed, "unreadable"> {
  try {
    return ok({ form, templates: (form === "html" ? html : plain).parse(source) });
  } catch {
    return refuse("unreadable");
  }
}

export function fillTemplate(parsed: Parsed, scope: object): Result<string, FillRefusal> {
  try {
    const liquid = parsed.form === "html" ? html : plain;
    return ok(String(liquid.renderSync(parsed.templates, scope)));
  } catch (error) {
    return refuse(refusalOf(error));
  }
}

function refusalOf(error: unknown): FillRefusal {
  const message = error instanceof Error ? error.message : String(error);
  const missing = /undefined variable: ([^\s,]+)/.exec(message);
  if (missing?.[1] !== undefined) return { code: "missing_variable", variable: missing[1] };
  const detail = message.replace(/,? line:.*$/s, "");
  return /limit exceeded|too long/i.test(message)
    ? { code: "template_limit", detail }
    : { code: "template_error", detail };
}
