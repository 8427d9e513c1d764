import type { LintRule } from "../rule.ts";

export const falseReply: LintRule = {
  name: "false-reply",
  severity: "error",
  why: "A subject that pretends to answer deceives its reader, which the law forbids.",
  source: "CAN-SPAM Act, 15 U.S.C. § 7704(a)(2)",
  find: ({ source: { subject }, around: { isFollowUp } }) => {
    if (isFollowUp === true || !/^\s*(?:re|fwd?|aw|wg|sv|tr)\s*:/i.test(subject ?? "")) return [];
    return [
      {
        part: "subject",
        at: 0,
        detail: "The subject pretends to answer something.",
        fix: 'Leave "Re:" and "Fwd:" out; a step without a subject answers in its thread.',
      },
    ];
  },
};
