import type { RequestOf } from "@haste/contract/client";

type NewSequence = RequestOf<"POST /sequences">["body"];
export type PresetStep = NonNullable<NewSequence["steps"]>[number];

/** A way to begin. It is an ordinary draft once created; nothing stays tied to the preset. */
export interface Preset {
  readonly id: string;
  /** Also the draft's first name. */
  readonly title: string;
  /** When to take it, in one line. */
  readonly text: string;
  readonly steps: readonly PresetStep[];
}

interface Mail {
  /** Left out: it is a reply in the thread of the mail before. */
  readonly subject?: string;
  /** Business days after the step before; left out: at once. */
  readonly after?: number;
  readonly says: readonly string[];
  readonly tracking?: PresetStep["tracking"];
}

/** A mail of a preset. The signature and the way to unsubscribe are added when it is rendered. */
export function mail({ subject, after, says, tracking }: Mail): PresetStep {
  return {
    type: "email",
    delay: after === undefined ? { value: 0, unit: "minutes" } : { value: after, unit: "businessDays" },
    content: { subject: subject ?? null, htmlContent: says.map((each) => `<p>${each}</p>`).join("\n") },
    ...(tracking ? { tracking } : {}),
  };
}

interface ByHand {
  readonly type: "call" | "linkedin";
  /** Business days after the step before; left out: at once. */
  readonly after?: number;
  readonly title: string;
  readonly notes: string;
  /** How long there is for it. */
  readonly dueIn: { readonly value: number; readonly unit: "hours" | "businessDays" };
  /** Whether the next step waits for how it ended. What is only nice to have must not hold up the mails. */
  readonly isAwaited: boolean;
}

/** Something one of the team does. */
export function byHand({ type, after, title, notes, dueIn, isAwaited }: ByHand): PresetStep {
  return {
    type,
    delay: after === undefined ? { value: 0, unit: "minutes" } : { value: after, unit: "businessDays" },
    content: { title, notes, dueIn, waitForCompletion: isAwaited },
  };
}

/** Whom a task names, also where only the address is known. */
export const whom = "{{ contact.firstName | default: contact.email }}";

/** A first mail to a stranger carries neither pixel nor rewritten links: both cost deliverability before any trust. */
export const untracked = { opens: false, clicks: false };

/** Every greeting and every name must also read well for somebody of whom only the address is known. */
export const hello = "Hi {{ contact.firstName | default: 'there' }},";
export const theirCompany = "{{ company.name | default: 'your company' }}";
export const signed = "Best,<br>{{ sender.firstName | default: sender.name }}";
