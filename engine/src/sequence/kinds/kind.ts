import type { Definition, StepDefinition } from "../definition.ts";
import type { SequenceProblem } from "../problem.ts";

/** A fault of a template, counted from 1 as editors do. */
export interface TemplateFault {
  readonly line: number;
  readonly column: number;
  readonly detail: string;
}

/** What judging a definition needs and does not hold itself. */
export interface References {
  /** Parses a Liquid template; null when it is sound. */
  checkTemplate(source: string): TemplateFault | null;
}

/** What a kind of step knows about itself. */
export interface StepKind {
  /** Everything that keeps this step from running; pointers start with `/steps/<order>`. */
  validate(step: StepDefinition, definition: Definition, references: References): SequenceProblem[];
  /** The step that follows once this one has happened; null ends the sequence. */
  next(step: StepDefinition, definition: Definition): StepDefinition | null;
}
