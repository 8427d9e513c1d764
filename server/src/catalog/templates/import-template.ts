import type { Endpoints } from "@haste/contract/endpoints";
import { importTemplate } from "@haste/engine/template";
import type { WorkContext } from "../../platform/context/index.ts";
import type { InputOf } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import type { TemplateRow } from "./queries/templates.ts";
import { createTemplate } from "./save-template.ts";

type ImportInput = InputOf<Endpoints["POST /templates/import"]>["body"];

/** @throws Problem `format_not_read` for MJML, and what making a template refuses */
export async function importFrom(
  ctx: WorkContext,
  { format, source, ...input }: ImportInput,
): Promise<{ readonly template: TemplateRow; readonly notes: readonly string[] }> {
  if (format === "mjml") {
    throw new Problem("format_not_read", {
      detail: "MJML is not read here.",
      fix: "Let MJML write its HTML (`mjml in.mjml -o out.html`) and import that with format html.",
    });
  }
  const { content, notes } = importTemplate(source, format, input.subject ?? null);
  return { template: await createTemplate(ctx, { ...input, ...content }), notes };
}
