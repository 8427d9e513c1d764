import type { LintRule } from "../rule.ts";
import { withoutLiquid } from "../subject.ts";

/** What a telephone shows in a list; what a desktop does. */
const SHOWN_SMALL = 41;
const SHOWN_WIDE = 70;

export const subjectLength: LintRule = {
  name: "subject-length",
  severity: "warning",
  why: "What does not fit is cut off in the list of mails, where people decide.",
  source: "Gmail and Apple Mail on telephones show about 41 characters, desktops about 70",
  find: ({ source, around: { filled, isFollowUp } }) => {
    const subject = filled?.subject ?? source.subject ?? "";
    if (subject.trim() === "") {
      return isFollowUp === true || source.subject === null
        ? []
        : [
            {
              part: "subject",
              detail: "The subject is empty.",
              severity: "error",
              fix: "Write what the mail is about.",
            },
          ];
    }
    // A variable counts as a name of eight letters.
    const length = [...withoutLiquid(subject).replace(/\ue020+/g, "········")].length;
    if (length <= SHOWN_SMALL) return [];
    const isFar = length > SHOWN_WIDE;
    const detail = `The subject has about ${length} characters.`;
    return [
      {
        part: "subject",
        detail,
        severity: isFar ? "warning" : "notice",
        fix: `Say it in ${isFar ? SHOWN_WIDE : SHOWN_SMALL} characters, the most important word first.`,
      },
    ];
  },
};
