import type { Condition } from "@haste/engine/condition";

/** A snippet as the demo world makes it; a group names what it chooses among. */
export interface DemoSnippet {
  readonly name: string;
  readonly description: string;
  readonly htmlContent?: string;
  readonly choices?: readonly { readonly if: Condition; readonly snippet: string }[];
  readonly otherwise?: string;
}

export interface DemoTemplate {
  readonly name: string;
  readonly folder: string;
  readonly category: "sales" | "marketing" | "support";
  readonly tags: readonly string[];
  readonly subject: string;
  readonly htmlContent: string;
}

const paragraphs = (...lines: string[]) => lines.map((line) => `<p>${line}</p>`).join("\n");
const link = (path: string, words: string) => `<a href="https://tidewater.example/${path}">${words}</a>`;
const industryIs = (...values: string[]): Condition => ({ field: "company.industry", op: "in", value: values });

/** In the order in which they are made: a group comes after what it chooses among. */
export const demoSnippets: readonly DemoSnippet[] = [
  {
    name: "Sign-off",
    description: "How every mail ends.",
    htmlContent: "Best,<br>{{ sender.firstName | default: sender.name }}",
  },
  {
    name: "Proof: cold chain",
    description: "For people who cool what they ship.",
    htmlContent: `Nordhavn ships fish: every minute a reefer idles is diesel. They took 31 % out of the wait in ${link("nordhavn", "five weeks")}.`,
  },
  {
    name: "Proof: manufacturing",
    description: "For plants with a yard of their own.",
    htmlContent: `At Aarhus Valves the line stopped twice a week for a trailer that stood outside. It has not stopped since ${link("valves", "March")}.`,
  },
  {
    name: "Proof: anybody",
    description: "Where we do not know what they ship.",
    htmlContent: `Most sites find 40 minutes a day. ${link("count", "Here is how to count yours")} in one morning, without us.`,
  },
  {
    name: "Proof",
    description: "The story that fits the reader's industry.",
    choices: [
      { if: industryIs("Cold chain", "Food"), snippet: "Proof: cold chain" },
      { if: industryIs("Manufacturing", "Automotive", "Machinery"), snippet: "Proof: manufacturing" },
    ],
    otherwise: "Proof: anybody",
  },
];

/** A handful that shows what templates can do: fallbacks, conditions, snippets, a group. */
export const demoTemplates: readonly DemoTemplate[] = [
  {
    name: "First contact with proof",
    folder: "Cold",
    category: "sales",
    tags: ["first mail", "proof"],
    subject: "{{ contact.firstName | default: 'Hello' }}, the queue at {{ company.name | default: 'your gates' }}",
    htmlContent: paragraphs(
      "Hi {{ contact.firstName | default: 'there' }},",
      "who at {{ company.name | default: 'your company' }} sees how long trailers wait?{% if contact.title %} As {{ contact.title }}, it may well be you.{% endif %}",
      '{% snippet "Proof" %}',
      "Worth a look?",
      '{% snippet "Sign-off" %}',
    ),
  },
  {
    name: "Short follow-up",
    folder: "Cold",
    category: "sales",
    tags: ["follow-up"],
    subject: "",
    htmlContent: paragraphs(
      "{{ contact.firstName | default: 'Hello' }}, one line in case it got lost: would a picture of your yard help, or is it not the time?",
      '{% snippet "Sign-off" %}',
    ),
  },
  {
    name: "Break-up",
    folder: "Cold",
    category: "sales",
    tags: ["follow-up", "last mail"],
    subject: "Shall I close the file?",
    htmlContent: paragraphs(
      "Hi {{ contact.firstName | default: 'there' }},",
      "I have not heard back, which usually means that it is not the time. Shall I close the file on {{ company.name | default: 'this' }}? One word is enough.",
      '{% snippet "Sign-off" %}',
    ),
  },
  {
    name: "After a meeting",
    folder: "Warm",
    category: "sales",
    tags: ["meeting"],
    subject: "What we said today",
    htmlContent: paragraphs(
      "Hi {{ contact.firstName | default: 'there' }},",
      "thank you for the time. Three things I took away: {{ custom.takeaways | default: 'the gates, the shifts, and who decides' }}.",
      `If I got one of them wrong, tell me. Otherwise ${link("next", "this is the next step")}, whenever it suits you.`,
      '{% snippet "Sign-off" %}',
    ),
  },
  {
    name: "Season letter",
    folder: "Warm",
    category: "marketing",
    tags: ["newsletter"],
    subject: "Before the winter: three numbers",
    htmlContent: paragraphs(
      "Hello {{ contact.firstName | default: 'and good morning' }},",
      "the sites that plan their gates in November wait half as long in January. The three numbers they look at fit on one page.",
      '{% snippet "Proof" %}',
      `${link("winter", "The page")} needs no registration; pass it on.`,
      '{% snippet "Sign-off" %}',
    ),
  },
];
