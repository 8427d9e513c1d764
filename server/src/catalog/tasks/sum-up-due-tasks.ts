import type { TaskKind } from "@haste/contract/nouns/tasks";
import type { WorkContext } from "../../platform/context/index.ts";
import { dayOf } from "./day.ts";
import { countDueTasks } from "./queries/tasks.ts";

/** What the team has to do by hand today. */
export interface DueSummary {
  readonly tasks: number;
  readonly since: Date;
  /** "2 calls, 1 LinkedIn step" */
  readonly kinds: string;
}

const names: Readonly<Record<TaskKind, readonly [one: string, many: string]>> = {
  task: ["task", "tasks"],
  call: ["call", "calls"],
  linkedin: ["LinkedIn step", "LinkedIn steps"],
  sms: ["SMS", "SMS"],
};

/** Null where nothing is due. */
export async function sumUpDueTasks(ctx: WorkContext): Promise<DueSummary | null> {
  const rows = await countDueTasks(ctx.tx, dayOf(ctx));
  if (rows.length === 0) return null;
  return {
    tasks: rows.reduce((sum, row) => sum + row.tasks, 0),
    since: new Date(Math.min(...rows.map((row) => row.since.getTime()))),
    kinds: rows.map(({ kind, tasks }) => `${tasks} ${names[kind][tasks === 1 ? 0 : 1]}`).join(", "),
  };
}
