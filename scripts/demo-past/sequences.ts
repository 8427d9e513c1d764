import type { RequestOf } from "@haste/contract/client";

type PastSequence = RequestOf<"POST /sequences">["body"];

const office = { days: ["mon", "tue", "wed", "thu", "fri"] as const, hours: { start: "08:30", end: "17:00" } };
const settings = {
  timezoneMode: "contact" as const,
  sendingDays: [...office.days],
  sendingHours: office.hours,
  tracking: { opens: true, clicks: true },
};
const paragraphs = (...lines: string[]) => lines.map((line) => `<p>${line}</p>`).join("\n");
const link = (path: string, words: string) => `<a href="https://tidewater.example/${path}">${words}</a>`;
const bye = "Best,<br>{{ sender.firstName | default: sender.name }}";
const hello = "Hi {{ contact.firstName | default: 'there' }},";

/** Two subjects against each other; a tenth of the newcomers gets nothing, so that it is known what the mails bring. */
const autumnYards: PastSequence = {
  name: "Autumn yards",
  description: "Yards before their busiest weeks. Two subjects are tested against each other.",
  settings: { ...settings, holdOut: 10 },
  steps: [
    {
      type: "email",
      delay: { value: 0, unit: "minutes" },
      content: {
        subject: "{{ company.name | default: 'Your yard' }} before the busy weeks",
        htmlContent: paragraphs(
          hello,
          "from October on most yards take a fifth more trailers over the same gates. The queue grows by more than a fifth, because it waits for the slowest dock.",
          `We drew up ${link("busy-weeks", "what three yards changed last year")}, with their minutes before and after.`,
          "Is that something you plan for at the moment?",
          bye,
        ),
      },
      variants: [{}, { content: { subject: "Who plans the gates in {{ custom.city | default: 'your yard' }}?" } }],
    },
    {
      type: "email",
      delay: { value: 3, unit: "businessDays" },
      content: {
        htmlContent: paragraphs(
          hello,
          `the shortest of the three took an afternoon: ${link("one-lane", "one lane for empties")}, marked with paint. Eleven minutes less at the gate.`,
          "Would it work with your gates?",
          bye,
        ),
      },
    },
    {
      type: "email",
      delay: { value: 5, unit: "businessDays" },
      content: {
        htmlContent: paragraphs(
          hello,
          "I will not write again about this. If the queue gets long in November, answer this mail and I will send you what we know.",
          bye,
        ),
      },
    },
  ],
};

const coldChain: PastSequence = {
  name: "Cold chain week",
  description: "Whoever keeps goods cold, after the trade fair.",
  settings,
  steps: [
    {
      type: "email",
      delay: { value: 0, unit: "minutes" },
      content: {
        subject: "Reefers that wait with their engines on",
        htmlContent: paragraphs(
          hello,
          "a reefer that waits burns two to three liters an hour. At the cold chain week four of five people we asked did not know how long theirs wait.",
          `${link("reefer-minutes", "A sheet that works it out")} takes your gate log and ten minutes.`,
          "Shall I fill it in with you?",
          bye,
        ),
      },
    },
    {
      type: "email",
      delay: { value: 4, unit: "businessDays" },
      content: {
        htmlContent: paragraphs(
          hello,
          `somebody asked me what the sheet needs: times in and out, nothing else. ${link("example", "Here it is with the numbers of a yard in Gdynia")}.`,
          bye,
        ),
      },
    },
  ],
};

const gateCameras: PastSequence = {
  name: "Gate cameras",
  description: "Short question to whoever runs a gate.",
  settings,
  steps: [
    {
      type: "email",
      delay: { value: 0, unit: "minutes" },
      content: {
        subject: "A question about your gate",
        htmlContent: paragraphs(
          hello,
          "do you read number plates at the gate, or does somebody type them?",
          `I ask because ${link("plates", "the typing costs more than the camera")} from about forty trucks a day.`,
          bye,
        ),
      },
    },
    {
      type: "email",
      delay: { value: 6, unit: "businessDays" },
      content: {
        htmlContent: paragraphs(
          hello,
          "was that the wrong question, or the wrong person? Either answer helps me.",
          bye,
        ),
      },
    },
  ],
};

/** Whom they are for, and on which days of six weeks so many people came into them (0: the first Monday). */
export const pastSequences = [
  { sequence: autumnYards, days: [0, 2, 7, 9, 14, 16, 21, 23], perDay: 30 },
  { sequence: coldChain, days: [8, 10, 15, 17, 22, 24], perDay: 26 },
  { sequence: gateCameras, days: [4, 11, 18, 25, 28], perDay: 18 },
] as const;

/** Six weeks; whoever came last has had every mail, and most of the time they answer in. */
export const lastsDays = 42;
