import type { ContentFault } from "@haste/engine/template";
import { Problem } from "../../platform/problem/index.ts";

export function noSuchTemplate(): Problem {
  return new Problem("not_found", { detail: "There is no such template." });
}

export function noSuchSnippet(): Problem {
  return new Problem("not_found", { detail: "There is no such snippet." });
}

const partNames = { subject: "subject", preheader: "preheader", htmlContent: "HTML", textContent: "text" } as const;

/**
 * Refuses a content that could not be filled, at its place.
 * @throws Problem `template_syntax` with line and column, `invalid_request` where a snippet is not known
 */
export function refuseFaults(faults: readonly ContentFault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  const { part, line, column, code } = first;
  const errors = faults.map((fault) => ({
    pointer: `/${fault.part}`,
    code: fault.code,
    detail: `${fault.detail} (line ${fault.line}, column ${fault.column})`,
  }));
  const detail = `The ${partNames[part]} has a fault at line ${line}, column ${column}: ${first.detail}`;
  throw new Problem(code === "template_syntax" ? "template_syntax" : "invalid_request", {
    detail,
    part,
    line,
    column,
    errors,
  });
}
