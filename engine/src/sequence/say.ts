import type { ContentByKind, Delay, StepKindName, StepOf } from "./definition.ts";

const longest = 60;

type Say<K extends StepKindName> = (content: ContentByKind[K]) => string;

const called = (kind: string) => (content: { readonly title: string | null }) =>
  content.title === null ? kind : `“${shortened(content.title)}”`;

const names: { readonly [K in StepKindName]: Say<K> } = {
  email: ({ subject }) => (subject === null ? "email in the same thread" : `“${shortened(subject)}”`),
  task: called("task"),
  call: called("call"),
  linkedin: called("LinkedIn step"),
  sms: called("text message"),
  wait: () => "wait",
  branch: ({ branches }) => `branch ${branches.map((lane) => `“${shortened(lane.name)}”`).join(", ")}`.trim(),
  enroll: () => "enroll elsewhere",
  exit: () => "exit",
};

/** How a step is called in a sentence: `step 2, “Shall I close the file?”`. Steps count from 1 there. */
export function titleOf<K extends StepKindName>(step: StepOf<K>): string {
  const say = names[step.kind] as unknown as Say<K>;
  return `step ${step.order + 1}, ${say(step.content as ContentByKind[K])}`;
}

function shortened(text: string): string {
  const letters = [...text];
  return letters.length <= longest ? text : `${letters.slice(0, longest - 1).join("")}…`;
}

/** A delay in words: `at once`, `2 business days`, `the next monday at 09:00`. */
export function delayInWords(delay: Delay): string {
  if ("at" in delay) {
    const { weekday, time } = delay.at;
    return weekday === undefined ? `the next ${time}` : `the next ${dayNames[weekday]} at ${time}`;
  }
  const { value, unit } = delay;
  if (value === 0) return "at once";
  const word = unit === "businessDays" ? "business days" : unit;
  return `${value} ${value === 1 ? word.slice(0, -1) : word}`;
}

const dayNames = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
} as const;

/** `Step 2, …` at the beginning of a sentence. */
export function capitalized(sentence: string): string {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
