/** Sequences as short trees, for tests about who goes where. */
import type { Condition } from "../../engine/src/condition/index.ts";
import {
  type Definition,
  defaultSettings,
  type EntryCondition,
  normalize,
  type WrittenContent,
  type WrittenSettings,
  waysOf,
} from "../../engine/src/sequence/index.ts";

/** A step: a letter alone is an email. */
export type Twig = string | Node;
export interface Node {
  readonly id: string;
  readonly type: "email" | "task" | "wait" | "branch" | "enroll" | "exit";
  readonly content?: WrittenContent;
  readonly conditions?: readonly EntryCondition[];
  readonly days?: number;
  readonly lanes?: readonly { readonly id: string; readonly if: Condition; readonly steps: readonly Twig[] }[];
  readonly otherwise?: readonly Twig[];
  /** The id of the test of a branch, of which all its ways are variants. */
  readonly testId?: string;
}

export const opened: Condition = { field: "email.opened", op: "eq", value: true };

/** A branch whose lanes are named by their keys; the key `else` is its `otherwise`. */
export function branch(
  id: string,
  lanes: Readonly<Record<string, readonly Twig[]>>,
  condition: Condition = opened,
): Node {
  const { else: otherwise = [], ...named } = lanes;
  const ways = Object.entries(named).map(([lane, steps]) => ({ id: lane, if: condition, steps }));
  return { id, type: "branch", lanes: ways, otherwise };
}

export function exit(id: string): Node {
  return { id, type: "exit" };
}

/** What runs by these steps; each waits a day for the one before unless it says otherwise. */
export function definitionOf(steps: readonly Twig[], version = 1, settings: Partial<WrittenSettings> = {}): Definition {
  const written = { sequenceId: "s", name: "Founders", settings: { ...defaultSettings, ...settings } };
  return normalize({ ...written, steps: flat(steps, null) }, version, "Europe/Berlin");
}

type WrittenStep = Parameters<typeof normalize>[0]["steps"][number];

function flat(twigs: readonly Twig[], parentId: string | null): WrittenStep[] {
  return twigs.flatMap((twig) => {
    const node: Node = typeof twig === "string" ? { id: twig, type: "email" } : twig;
    const { id, type, lanes = [], otherwise = [], conditions = [], days = 1 } = node;
    const words = type === "email" ? { subject: id, textContent: id } : {};
    const ways = lanes.map((lane) => ({ id: lane.id, name: lane.id, if: lane.if }));
    const content = { ...words, ...(type === "branch" ? { branches: ways } : {}), ...node.content };
    const delay = { value: days, unit: "days" } as const;
    const variants = waysOf(id, ways).map((way) => ({ ...way, content: {} }));
    const test = node.testId === undefined ? null : { testId: node.testId, variants };
    const rest = { conditions, tracking: null, templateId: null, template: null, test };
    const inside = [...lanes.flatMap((lane) => flat(lane.steps, lane.id)), ...flat(otherwise, id)];
    return [{ id, type, parentId, delay, content, ...rest }, ...inside];
  });
}
