import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import type { TemplatePorts } from "./ports.ts";
import { findVersion } from "./queries/versions.ts";
import { type Changed, contentOf, lockForChange, type TemplateToChange, write } from "./save-template.ts";

/** Makes an earlier content the present one again, as the next version: history only grows. */
export async function restoreTemplate(
  ctx: WorkContext,
  ports: TemplatePorts,
  what: TemplateToChange & { readonly version: number },
): Promise<Changed> {
  const before = await lockForChange(ctx, what);
  const earlier = await findVersion(ctx.tx, what.id, what.version);
  if (earlier === null) throw new Problem("not_found", { detail: `The template has no version ${what.version}.` });
  const written = { ...before, ...contentOf(earlier) };
  return write(ctx, ports, { before, written, restores: earlier.version, fields: [] });
}
