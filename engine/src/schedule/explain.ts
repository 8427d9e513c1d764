import { type Instant, timeFromMinute, toLocal, weekdayIndexOf, type Zone } from "../base/index.ts";
import { sayProvider } from "../pace/index.ts";
import type { Constraint, ConstraintCode } from "./constraints.ts";

/** A constraint as a sentence: what a person reads under "why not yet?". */
export interface ExplainedConstraint {
  readonly code: ConstraintCode;
  readonly detail: string;
  readonly freesAt: Instant | null;
}

export interface Explanation {
  readonly plannedAt: Instant | null;
  /** The constraint that decides: the last one that moved the instant, or the one that waits for a person. */
  readonly binding: ConstraintCode | null;
  readonly constraints: readonly ExplainedConstraint[];
}

/** What the sentences speak of; a name that is not known is left out, never guessed. */
export interface ExplainSubjects {
  readonly zone: Zone;
  readonly accountEmail: string | null;
  readonly heldReason: string | null;
  /** The condition a waiting step waits for, in words. */
  readonly waitsFor?: (stepId: string) => string | null;
  /** What somebody of the team has to do first, filled for the person. */
  readonly task: { readonly title: string; readonly owner: string | null } | null;
}

/** Puts the constraints of a decision into words. The same decision always gives the same words. */
export function explain(
  constraints: readonly Constraint[],
  plannedAt: Instant | null,
  subjects: ExplainSubjects,
): Explanation {
  const explained = constraints.map((constraint) => ({
    code: constraint.code,
    detail: sentences[constraint.code](subjects, constraint),
    // What gave way did so then; the constraints after it say when it goes on.
    freesAt: constraint.code === "gave_way" ? null : constraint.freesAt,
  }));
  const waitsForPerson = constraints.findLast((constraint) => constraint.freesAt === null);
  return { plannedAt, binding: (waitsForPerson ?? constraints.at(-1))?.code ?? null, constraints: explained };
}

const sentences: Readonly<Record<ConstraintCode, (subjects: ExplainSubjects, constraint: Constraint) => string>> = {
  delay: ({ zone }, { freesAt }) => `The step's delay ends ${when(zone, freesAt)}.`,
  waiting_for: ({ zone, waitsFor }, { freesAt, subject }) => {
    const condition = (subject === undefined ? null : waitsFor?.(subject)) ?? "what the step asks for";
    const latest = freesAt === null ? "however long that takes" : `${when(zone, freesAt)} at the latest`;
    return `Waits until this holds: ${condition}; ${latest}.`;
  },
  task_open: ({ task }) =>
    task === null
      ? "A task is open. The next step follows once it is done."
      : `“${task.title}” is to be done${task.owner === null ? "" : ` by ${task.owner}`}. The next step follows once it is done.`,
  away: ({ zone }, { freesAt }) => `Out of office; goes on ${when(zone, freesAt)}.`,
  suppressed: ({ zone }, { freesAt }) => `Must not be mailed for a while; goes on ${when(zone, freesAt)}.`,
  window: ({ zone }, { freesAt }) => `The sending window opens ${when(zone, freesAt)}.`,
  intake: ({ zone }, { subject, freesAt }) =>
    subject === "perCompanyPerDay"
      ? `Somebody else of the company begins first; this person's turn comes ${when(zone, freesAt)}.`
      : `The sequence takes in a limited number of people a day; this person's turn comes ${when(zone, freesAt)}.`,
  holiday: ({ zone }, { freesAt }) => `A holiday there; mail goes on ${when(zone, freesAt)}.`,
  workday: (subjects, { freesAt }) =>
    freesAt === null
      ? `The workday of ${account(subjects)} and the sending window never meet in ${subjects.zone}.`
      : `The workday of ${account(subjects)} and the sending window meet ${when(subjects.zone, freesAt)}.`,
  spread: () => "Spread over the beginning of the window, so that not everybody's mail leaves in one minute.",
  daily_limit: (subjects) => `${account(subjects)} has reached its daily limit; it resets at its local midnight.`,
  hourly_limit: (subjects) => `${account(subjects)} has reached its hourly limit.`,
  ramp: (subjects, { freesAt }) =>
    `${account(subjects)} is being warmed up and has given away what its ramp allows that day; more ${when(subjects.zone, freesAt)}.`,
  provider_ramp: (subjects, { subject, freesAt }) =>
    `${account(subjects)} is being warmed up towards ${named(subject)} and has given away what that ramp allows; more ${when(subjects.zone, freesAt)}.`,
  provider_pace: (subjects, { subject, freesAt }) =>
    `${named(subject)} asked ${account(subjects)} to send less; it is tried again ${when(subjects.zone, freesAt)}.`,
  workspace_limit: ({ zone }, { freesAt }) =>
    `The workspace has reached its limit over all accounts; it frees ${when(zone, freesAt)}.`,
  domain_limit: ({ zone }, { subject, freesAt }) =>
    `${named(subject)} gets no more mail just now: the limit for one recipient domain is reached; it frees ${when(zone, freesAt)}.`,
  provider_limit: ({ zone }, { subject, freesAt }) =>
    `${named(subject)} gets no more mail just now: the limit for one mail provider is reached; it frees ${when(zone, freesAt)}.`,
  contact_daily_limit: ({ zone }, { freesAt }) =>
    `This person has had as many emails as one gets in 24 hours; the next may leave ${when(zone, freesAt)}.`,
  contact_weekly_limit: ({ zone }, { freesAt }) =>
    `This person has had as many emails as one gets in 7 days; the next may leave ${when(zone, freesAt)}.`,
  company_daily_limit: ({ zone }, { freesAt }) =>
    `Their company has had as many emails as one gets in 24 hours, over all sequences; the next may leave ${when(zone, freesAt)}. The higher priority goes first, then follow-ups, then whoever fell due first.`,
  company_weekly_limit: ({ zone }, { freesAt }) =>
    `Their company has had as many emails as one gets in 7 days, over all sequences; the next may leave ${when(zone, freesAt)}. The higher priority goes first, then follow-ups, then whoever fell due first.`,
  recipient_daily_limit: ({ zone }, { freesAt }) =>
    `Their domain has had as many emails as one gets in 24 hours, over all sequences; the next may leave ${when(zone, freesAt)}. The higher priority goes first, then follow-ups, then whoever fell due first.`,
  recipient_weekly_limit: ({ zone }, { freesAt }) =>
    `Their domain has had as many emails as one gets in 7 days, over all sequences; the next may leave ${when(zone, freesAt)}. The higher priority goes first, then follow-ups, then whoever fell due first.`,
  gave_way: (_, { subject }) =>
    `Gave way to a mail of “${subject ?? "another sequence"}”, which has a higher priority: there was room for one of them.`,
  cooldown: ({ zone }, { freesAt }) =>
    `This person was mailed lately, over all sequences, and is left in peace until ${when(zone, freesAt).replace(/^on /, "")}.`,
  gap: (subjects) => `${account(subjects)} keeps a gap between two emails.`,
  account_paused: (subjects) => `${account(subjects)} is paused. Resume it, or move its people to another account.`,
  provider_stopped: (subjects, { subject }) =>
    `${account(subjects)} is stopped towards ${named(subject)}, whose people reported its mail as spam. Whoever lets it go on says what was done.`,
  no_account: (_, { subject }) =>
    subject === "pool"
      ? "None of the sending accounts that the sequence names is active. Resume one, and its people are planned at once."
      : "No sending account is active. Add one, and its people are planned at once.",
  sequence_paused: () => "The sequence is paused. Activate it to go on.",
  paused: () => "Paused. Resume this person to go on.",
  held: ({ heldReason }) => heldReason ?? "The email is held until somebody looks at it.",
  uncertain: () =>
    "The server hung up after the email was handed over. It is not sent again until somebody settles it.",
};

function account({ accountEmail }: ExplainSubjects): string {
  return accountEmail ?? "The sending account";
}

/** The name of a recipient's provider or domain, as people write it. */
function named(subject: string | undefined): string {
  return subject === undefined || subject === "" ? "The recipient's mail provider" : sayProvider(subject);
}

const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

function when(zone: Zone, at: Instant | null): string {
  if (at === null) return "when somebody acts";
  const local = toLocal(zone, at);
  const weekday = days[weekdayIndexOf(local.epochDay)];
  return `on ${weekday} at ${timeFromMinute(local.minuteOfDay)} (${zone})`;
}
