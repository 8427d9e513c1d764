import type { Found, Severity } from "./finding.ts";
import type { Subject } from "./subject.ts";

/** One thing that is checked of every email; a file each. */
export interface LintRule {
  readonly name: string;
  readonly severity: Severity;
  readonly why: string;
  readonly source: string | null;
  find(subject: Subject): readonly Found[];
}
