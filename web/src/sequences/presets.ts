import type { RequestOf } from "@haste/contract/client";

export type NewSequence = RequestOf<"POST /sequences">["body"];

export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly make: NewSequence;
}

const p = (...paragraphs: string[]) => paragraphs.map((each) => `<p>${each}</p>`).join("\n");
const hello = "Hi {{ contact.firstName | default: 'there' }},";
/** A first mail to a stranger carries neither pixel nor rewritten links: both cost deliverability before any trust. */
const untracked = { opens: false, clicks: false };

/** Ways to begin. Each is an ordinary draft once created; nothing stays tied to the preset. */
export const presets: readonly Preset[] = [
  {
    id: "blank",
    title: "Blank",
    text: "One empty mail to start from",
    make: { name: "", steps: [{ type: "email", content: {} }] },
  },
  {
    id: "first-touch",
    title: "First touch",
    text: "3 mails over a week, first one untracked",
    make: {
      name: "First touch",
      steps: [
        {
          type: "email",
          tracking: untracked,
          content: {
            subject:
              "{{ contact.firstName | default: 'Hello' }}, a question about {{ company.name | default: 'your team' }}",
            htmlContent: p(
              hello,
              "I work with teams like yours on one thing: the part of the day nobody’s screen shows.",
              "Would it help to see how others solved it?",
            ),
          },
        },
        {
          type: "email",
          delay: { value: 2, unit: "businessDays" },
          content: {
            htmlContent: p(
              hello,
              "one number that surprised me: most sites lose about 40 minutes a day there.",
              "Worth ten minutes?",
            ),
          },
        },
        {
          type: "email",
          delay: { value: 4, unit: "businessDays" },
          content: {
            htmlContent: p(hello, "shall I close the file? A short no is fine, then you hear nothing more from me."),
          },
        },
      ],
    },
  },
  {
    id: "after-event",
    title: "After an event",
    text: "2 mails to people you met",
    make: {
      name: "After the event",
      steps: [
        {
          type: "email",
          delay: { value: 4, unit: "hours" },
          content: {
            subject: "Good to meet you, {{ contact.firstName | default: 'and thanks for your time' }}",
            htmlContent: p(
              hello,
              "thank you for stopping by. As promised, the short version of what we talked about.",
              "What would be a good next step for you?",
            ),
          },
        },
        {
          type: "email",
          delay: { value: 3, unit: "businessDays" },
          content: { htmlContent: p(hello, "did this reach you? I kept two slots free next week.") },
        },
      ],
    },
  },
  {
    id: "win-back",
    title: "Win back",
    text: "2 mails to customers who went quiet",
    make: {
      name: "Win back",
      steps: [
        {
          type: "email",
          content: {
            subject: "What changed since we last spoke",
            htmlContent: p(
              hello,
              "a year is long. Three things we built since then came from customers like {{ company.name | default: 'you' }}.",
              "Shall I show you the one that fits?",
            ),
          },
        },
        {
          type: "email",
          delay: { value: 1, unit: "weeks" },
          content: {
            htmlContent: p(hello, "if this is the wrong moment, tell me a better one and I will keep to it."),
          },
        },
      ],
    },
  },
];
