import type { LintRule } from "../rule.ts";

/** What filters and people know from spam, with the reason each of them is on a list. */
const phrases: readonly (readonly [pattern: RegExp, why: string])[] = [
  [
    /\b(?:act|order|buy|call|apply) now\b|\burgent(?:ly)?\b|\blimited time\b|\bexpires? (?:today|soon)\b|\bonly \d+ left\b/i,
    "It presses for time, as advance-fee mails do.",
  ],
  [
    /\b100 ?% (?:free|guaranteed|satisfied)\b|\b(?:money[- ]back|satisfaction) guarantee|\brisk[- ]free\b|\bno (?:risk|obligation|strings attached|cost)\b/i,
    "It promises what nobody can check.",
  ],
  [
    /\b(?:earn|make) (?:extra |big |fast )?(?:money|cash|\$\d)|\b(?:extra|fast|easy) (?:cash|income|money)\b|\bdouble your\b|\bfinancial freedom\b|\bmillion (?:dollars|usd|euros?)\b/i,
    "It promises money.",
  ],
  [/\bdear (?:friend|sir or madam|customer|sir\/madam)\b/i, "It greets nobody in particular."],
  [
    /\bthis (?:is not|isn['’]t) (?:a )?spam\b|\byou (?:are receiving|received) this (?:email|mail|message) because\b/i,
    "Only mail that may be taken for spam has to say that it is none.",
  ],
  [/\b(?:click|tap) (?:here|below|this link)\b/i, "Its link says nothing about where it leads."],
  [
    /\bcongratulations\b|\byou(?:['’]ve| have)? (?:been selected|won)\b|\bwinner\b|\bprize\b/i,
    "It sounds like a lottery.",
  ],
  [
    /\bno prescription\b|\bonline pharmacy\b|\bweight loss\b|\bmiracle\b|\bviagra\b/i,
    "It belongs to the oldest spam there is.",
  ],
  [
    /\b(?:lowest|best) prices?\b|\bspecial (?:offer|promotion|discount)\b|\bbuy direct\b|\bcheap(?:est)?\b|\bfree (?:gift|trial|quote|sample|access)\b/i,
    "It reads as advertising and lands under promotions.",
  ],
  [/\${2,}|€{2,}|!{3,}/, "Signs in a row stand for shouting."],
];

export const spamPhrases: LintRule = {
  name: "spam-phrase",
  severity: "notice",
  why: "One phrase does not make a mail spam; several do, for filters that weigh words and for people.",
  source: "Apache SpamAssassin, rules 20_phrases.cf",
  find: ({ said }) =>
    said.flatMap(({ part, text }) =>
      phrases.flatMap(([pattern, why]) => {
        const match = pattern.exec(text.slice(0, 200_000));
        if (match === null) return [];
        return [
          {
            part,
            why,
            severity: part === "subject" ? ("warning" as const) : ("notice" as const),
            detail: `“${match[0]}” is a phrase that filters know.`,
            fix: "Say it in words you would use to a colleague.",
          },
        ];
      }),
    ),
};
