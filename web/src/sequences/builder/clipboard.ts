import type { TreeStep } from "../tree.ts";
import { copyOf, type Identify, type Steps } from "./model.ts";

/** Steps as they lie on the clipboard: plain text, so that they can go to another sequence, browser or colleague. */
const MARK = "haste.steps";
let lastCopied = "";

export function toClipboard(steps: Steps): string {
  lastCopied = JSON.stringify({ [MARK]: 1, steps }, null, 1);
  return lastCopied;
}

/** What was copied last in this page, for where the clipboard cannot be read. */
export function lastOnClipboard(): string {
  return lastCopied;
}

/** The steps of a copied text under new ids, or null where it is something else. */
export function fromClipboard(text: string, newId: Identify): TreeStep[] | null {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== "object" || read === null || !(MARK in read) || !("steps" in read)) return null;
    return Array.isArray(read.steps) && read.steps.every(isStep) ? copyOf(read.steps, newId) : null;
  } catch {
    return null;
  }
}

/** As far as the builder relies on it; the server looks at the rest. */
function isStep(step: unknown): step is TreeStep {
  if (typeof step !== "object" || step === null) return false;
  const { id, type, delay, conditions, content } = step as Partial<Record<keyof TreeStep, unknown>>;
  const isWhole = [delay, content].every((part) => typeof part === "object" && part !== null);
  if (typeof id !== "string" || typeof type !== "string" || !isWhole || !Array.isArray(conditions)) return false;
  if (type !== "branch") return true;
  const { branches, otherwise } = content as { branches?: unknown; otherwise?: unknown };
  if (!Array.isArray(branches) || !Array.isArray(otherwise) || !otherwise.every(isStep)) return false;
  return branches.every((lane) => Array.isArray((lane as { steps?: unknown }).steps) && lane.steps.every(isStep));
}
