import type { Definition, StepDefinition } from "./definition.ts";
import { isSame } from "./is-same.ts";
import { stepAt } from "./outline.ts";
import { capitalized, delayInWords, listed, titleOf } from "./say.ts";

export type ChangeKind = "added" | "removed" | "changed" | "moved" | "settings";

/** One difference between two versions of a sequence, as a fact and in words. */
export interface Change {
  readonly kind: ChangeKind;
  /** Null for settings. */
  readonly stepId: string | null;
  /** Which parts are other than before: `subject`, `delay`, `windows`, … */
  readonly parts: readonly string[];
  readonly sentence: string;
}

export interface SequenceDiff {
  /** All of it in one line. */
  readonly sentence: string;
  /** Settings first, then the steps in the order of the newer version, last what it does not have any more. */
  readonly changes: readonly Change[];
}

/** What `after` changes against `before`. Steps are the same where their id is; the name is none of a version's parts. */
export function diffOf(before: Definition, after: Definition): SequenceDiff {
  const moved = movedSteps(before, after);
  const changes = [
    ...settingsChanges(before, after),
    ...groupChanges(before, after),
    ...after.steps.flatMap((step) => stepChanges(before, step, moved.has(step.id))),
    ...before.steps
      .filter((step) => stepAt(after, step.id) === null)
      .map((step) => change("removed", step, [], `${capitalized(titleOf(step))}, was taken out.`)),
  ];
  return { sentence: summaryOf(changes), changes };
}

function change(kind: ChangeKind, step: StepDefinition | null, parts: readonly string[], sentence: string): Change {
  return { kind, stepId: step?.id ?? null, parts, sentence };
}

function stepChanges(before: Definition, step: StepDefinition, isMoved: boolean): Change[] {
  const old = stepAt(before, step.id);
  const name = capitalized(titleOf(step));
  if (old === null) return [change("added", step, [], `${name}, is new.`)];
  const changes: Change[] = [];
  const parts = changedParts(old, step);
  if (isMoved) changes.push(change("moved", step, [], `${name}, stood at place ${old.order + 1}.`));
  if (parts.length > 0) {
    const words = parts.map((part) => wordsOf(part, old, step));
    changes.push(change("changed", step, parts, `${name}: ${listed(words)}.`));
  }
  return changes;
}

function changedParts(old: StepDefinition, step: StepDefinition): string[] {
  if (old.kind !== step.kind) return ["type"];
  const parts = (["delay", "conditions", "tracking", "approval", "test"] as const).filter(
    (part) => !isSame(old[part], step[part]),
  );
  const [were, are] = [old.content, step.content] as unknown as Record<string, unknown>[];
  const content = Object.keys({ ...were, ...are }).filter((part) => !isSame(were?.[part], are?.[part]));
  return [...content, ...parts];
}

const partNames: Readonly<Record<string, string>> = {
  subject: "another subject",
  htmlContent: "another text",
  textContent: "another plain text",
  preheader: "another preheader",
  utm: "other UTM parameters",
  attachments: "other files",
  title: "another title",
  notes: "other notes",
  dueIn: "another time to do it",
  waitForCompletion: "waits for its outcome or not",
  for: "waits for something else",
  upTo: "waits for another time at most",
  branches: "other ways",
  sequenceId: "leads to another sequence",
  reason: "another reason",
  conditions: "other entry conditions",
  tracking: "other tracking",
  approval: "other emails wait for somebody's approval",
  test: "other variants are tested",
};

function wordsOf(part: string, old: StepDefinition, step: StepDefinition): string {
  if (part === "type") return `another kind of step, ${step.kind} instead of ${old.kind}`;
  if (part === "delay") return `comes after ${delayInWords(step.delay)} instead of ${delayInWords(old.delay)}`;
  return partNames[part] ?? part;
}

const settingNames = {
  windows: "sending windows",
  timezone: "time zone",
  timezoneMode: "whose time zone counts",
  replyHandling: "what a reply does",
  bounceHandling: "what a bounce does",
  stopRules: "stop rules",
  triggers: "triggers",
  tracking: "tracking",
  reEntry: "who may begin again",
  intake: "how many begin on a day",
  cooldownDays: "days of peace after the last contact",
  holdOut: "percent held out",
  priority: "priority",
  sendingAccounts: "who sends",
  holidays: "holidays",
} as const;

/** Values that nobody says as they are stored. */
const valueNames: Readonly<Record<string, string>> = {
  never: "nobody",
  afterFinish: "whoever got to the end",
  always: "whoever has left",
};

/** Versions published before there were rules say nothing of them, which is to have none. */
function said({ settings }: Definition, part: keyof typeof settingNames): unknown {
  if (part === "holdOut") return settings.holdOut ?? 0;
  if (part === "priority") return settings.priority ?? "normal";
  return settings[part] ?? (part === "triggers" ? [] : null);
}

function settingsChanges(before: Definition, after: Definition): Change[] {
  const parts = (Object.keys(settingNames) as (keyof typeof settingNames)[]).filter(
    (part) => !isSame(said(before, part), said(after, part)),
  );
  return parts.map((part) => {
    const [was, is] = [said(before, part), said(after, part)];
    const values =
      typeof is === "string" || typeof is === "number" ? `: ${worded(is)} instead of ${worded(was)}` : " changed";
    return change("settings", null, [part], `${capitalized(settingNames[part])}${values}.`);
  });
}

function worded(value: unknown): string {
  return valueNames[String(value)] ?? String(value);
}

const nouns: Readonly<Record<Exclude<ChangeKind, "settings">, string>> = {
  added: "added",
  changed: "changed",
  moved: "moved",
  removed: "taken out",
};

/** `2 steps added, 1 moved, settings changed`. */
function summaryOf(changes: readonly Change[]): string {
  const parts: string[] = [];
  for (const [kind, word] of Object.entries(nouns)) {
    const count = changes.filter((one) => one.kind === kind).length;
    if (count === 0) continue;
    const steps = count === 1 ? " step" : " steps";
    parts.push(`${count}${parts.length === 0 ? steps : ""} ${word}`);
  }
  if (changes.some((one) => one.kind === "settings")) parts.push("settings changed");
  return parts.length === 0 ? "Nothing differs." : `${capitalized(listed(parts))}.`;
}

/**
 * Steps that stand elsewhere than before: in another lane, or out of the order of their neighbors. As few as can explain
 * the new order, so that moving one step up is one move and not three: all but the longest row that kept its order.
 */
function movedSteps(before: Definition, after: Definition): Set<string> {
  const moved = new Set<string>();
  const rows = Map.groupBy(after.steps, (step) => step.parentId);
  for (const [parentId, steps] of rows) {
    const stayed: StepDefinition[] = [];
    for (const step of steps) {
      const old = stepAt(before, step.id);
      if (old === null) continue;
      if (old.parentId === parentId) stayed.push(old);
      else moved.add(step.id);
    }
    const inOrder = longestAscending(stayed.map((step) => step.order));
    for (const step of stayed) if (!inOrder.has(step.order)) moved.add(step.id);
  }
  return moved;
}

/** The longest ascending subsequence; quadratic, for at most a few hundred. */
function longestAscending(values: readonly number[]): Set<number> {
  const rows: number[][] = [];
  for (const value of values) {
    const before = rows.filter((row) => (row.at(-1) ?? -1) < value);
    const longest = before.reduce<number[]>((best, row) => (row.length > best.length ? row : best), []);
    rows.push([...longest, value]);
  }
  return new Set(rows.reduce<number[]>((best, row) => (row.length > best.length ? row : best), []));
}

/** A group that both have and that says something else now; one that came or went shows in the text of a step. */
function groupChanges(before: Definition, after: Definition): Change[] {
  const [were, are] = [before.snippetGroups ?? {}, after.snippetGroups ?? {}];
  return Object.keys(are)
    .filter((name) => Object.hasOwn(were, name) && !isSame(were[name], are[name]))
    .map((name) => change("settings", null, ["snippetGroups"], `The snippets of “${name}” changed.`));
}
