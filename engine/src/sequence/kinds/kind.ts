import type { ConditionFault } from "../../condition/index.ts";
import type { Definition, Lane, StepDefinition, StepKindName, StepOf } from "../definition.ts";

/** A fault of a template, counted from 1 as editors do. */
export interface TemplateFault {
  readonly line: number;
  readonly column: number;
  readonly detail: string;
}

/** What judging a definition needs and does not hold itself. */
export interface References {
  /** Parses a Liquid template; null when it is sound. HTML is judged also by where its variables stand. */
  checkTemplate(source: string, part: "html" | "words"): TemplateFault | null;
  /** What stands in the way of leading people from the one sequence into the other; null: nothing. */
  checkSequence(from: string, to: string): string | null;
  /** Why nobody can enter this segment; null: people can. */
  checkSegment(id: string): string | null;
}

/** What a kind of step knows about itself. */
export interface StepKind<K extends StepKindName> {
  /** Everything that keeps this step from running; pointers are relative to the step (`/content/subject`). */
  validate(step: StepOf<K>, definition: Definition, references: References): StepFault[];
  /** The step that follows once this one has happened; null ends the sequence. A branch asks which way is taken. */
  next(step: StepOf<K>, definition: Definition, takes: (lane: Lane) => boolean): StepDefinition | null;
}

/** A fault inside a step. */
export interface StepFault {
  readonly pointer: string;
  readonly detail: string;
}

/** The faults of a condition inside a step, at `pointer`. */
export function conditionFaults(faults: readonly ConditionFault[], pointer: string): StepFault[] {
  return faults.map((fault) => ({ pointer: `${pointer}${fault.pointer}`, detail: fault.detail }));
}
