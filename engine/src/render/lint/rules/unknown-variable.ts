import { isKnownVariable, knownNear, variableRoots } from "../../known-variables.ts";
import type { LintRule } from "../rule.ts";

export const unknownVariable: LintRule = {
  name: "unknown-variable",
  severity: "error",
  why: "A variable nobody knows is empty for everybody, and each of their mails is held.",
  source: null,
  find: ({ uses, around: { fields } }) =>
    uses.flatMap(({ path, part, at }) => {
      const [root = "", name] = path;
      const isRootKnown = variableRoots.includes(root) || root === "unsubscribeUrl" || root === "postalAddress";
      // A workspace's own fields are only known where somebody says them.
      if (
        part === null ||
        isKnownVariable(path, fields ?? {}) ||
        (isRootKnown && fields === undefined && knownNear(path.join(".")) === null)
      )
        return [];
      const near = knownNear([root, ...(name === undefined ? [] : [name])].join("."), fields);
      return [
        {
          part,
          at,
          severity: isRootKnown ? ("warning" as const) : ("error" as const),
          detail: `Nothing is called ${path.join(".")}.`,
          fix: near === null ? `Variables begin with ${variableRoots.join(", ")}.` : `Did you mean ${near}?`,
        },
      ];
    }),
};
