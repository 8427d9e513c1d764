import { visible } from "../../context.ts";
import type { LintRule } from "../rule.ts";

const personal = new Set(["contact", "company", "deal", "custom"]);

export const emptyVariable: LintRule = {
  name: "empty-variable",
  severity: "notice",
  why: "Whoever lacks the value does not get this mail: it is held until somebody fills it in.",
  source: null,
  find: ({ uses, around: { context } }) => {
    const scope =
      context === undefined ? null : (visible(context) as Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    const seen = new Set<string>();
    return uses.flatMap(({ path, part, at, fallback, isWritten, isConditional }) => {
      const [root = "", name] = path;
      const variable = path.join(".");
      if (
        !isWritten ||
        isConditional ||
        fallback !== null ||
        part === null ||
        name === undefined ||
        !personal.has(root) ||
        seen.has(variable)
      )
        return [];
      if (scope !== null && scope[root]?.[name] !== undefined) return [];
      seen.add(variable);
      return [
        {
          part,
          at,
          severity: scope === null ? ("notice" as const) : ("error" as const),
          detail:
            scope === null
              ? `${variable} has no fallback.`
              : `${variable} is empty for this person and has no fallback.`,
          fix: `Write {{ ${variable} | default: "…" }}, or fill the field in.`,
        },
      ];
    });
  },
};
