import { visible } from "../../context.ts";
import type { LintRule } from "../rule.ts";

const names = new Set(["contact.firstName", "contact.lastName", "contact.fullName", "company.name"]);
const mended = new Set(["proper", "upcase", "downcase", "capitalize"]);

/** "JOHN" and "john" out of a file tell that nobody typed this mail. */
export const oddCase: LintRule = {
  name: "odd-case",
  severity: "warning",
  why: "A name in capitals or without any shows that a machine wrote the mail.",
  source: null,
  find: ({ uses, around: { context } }) => {
    if (context === undefined) return [];
    const scope = visible(context) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    const seen = new Set<string>();
    return uses.flatMap(({ path, part, at, filters, isWritten }) => {
      const variable = path.join(".");
      const value = scope[path[0] ?? ""]?.[path[1] ?? ""];
      if (!isWritten || part === null || seen.has(variable) || !names.has(variable) || typeof value !== "string")
        return [];
      if (!isOdd(value, variable) || filters.some((filter) => mended.has(filter))) return [];
      seen.add(variable);
      return [
        {
          part,
          at,
          detail: `${variable} is “${value}” here.`,
          fix: `Write {{ ${variable} | proper }}, or correct the field.`,
        },
      ];
    });
  },
};

/** Companies and initials may be all capitals (IBM, JP); whole names are not. */
function isOdd(value: string, variable: string): boolean {
  const letters = value.replace(/[^\p{L}]/gu, "");
  if (letters.length < 2) return false;
  const least = variable === "company.name" ? 6 : 3;
  const isLow = letters === letters.toLowerCase() && letters !== letters.toUpperCase();
  return (
    (isLow && variable !== "company.name") ||
    (letters.length >= least && letters === letters.toUpperCase() && letters !== letters.toLowerCase())
  );
}
