import { Liquid, type Template } from "liquidjs";
import { ok, type Result, refuse } from "../base/index.ts";

/** Where a template cannot be read; lines and columns count from 1. */
export interface TemplateFault {
  readonly code: "template_syntax";
  readonly line: number;
  readonly column: number;
  readonly detail: string;
}

export type FillRefusal =
  | { readonly code: "missing_variable"; readonly variable: string }
  | { readonly code: "template_limit"; readonly detail: string }
  | { readonly code: "template_error"; readonly detail: string };

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

export type Form = "html" | "plain";
export type Parsed = { readonly form: Form; readonly templates: Template[] };

export function parseTemplate(source: string, form: Form): Result<Parsed, TemplateFault> {
  try {
    return ok({ form, templates: (form === "html" ? html : plain).parse(source) });
  } catch (error) {
    return refuse(faultOf(error, source));
  }
}

/** For validation of drafts: null where the template can be read. */
export function checkTemplate(source: string): TemplateFault | null {
  const parsed = parseTemplate(source, "plain");
  return parsed.ok ? null : parsed.error;
}

export function fillTemplate(parsed: Parsed, scope: object): Result<string, FillRefusal> {
  try {
    const liquid = parsed.form === "html" ? html : plain;
    return ok(String(liquid.renderSync(parsed.templates, scope)));
  } catch (error) {
    return refuse(refusalOf(error));
  }
}

/** liquidjs says the place in its message: "tag "{% if %}" not closed, line:3, col:5". */
function faultOf(error: unknown, source: string): TemplateFault {
  const message = error instanceof Error ? error.message : String(error);
  const place = /,?\s*line:(\d+)(?:,\s*col:(\d+))?/.exec(message);
  return {
    code: "template_syntax",
    line: Math.min(Number(place?.[1] ?? 1), source.split("\n").length),
    column: Number(place?.[2] ?? 1),
    detail: message.replace(place?.[0] ?? /$^/, "").replace(/, file:.*$/, ""),
  };
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
