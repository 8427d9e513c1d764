import { writeFileSync } from "node:fs";
import type { Reporter, TestCase, TestModule } from "vitest/node";

/** What one project of the test runner came to. */
export type ProjectTally = {
  passed: number;
  failed: number;
  readonly failures: string[];
  /** Skipped tests with the reason each one gave. */
  readonly skips: string[];
  startedAt: number;
  endedAt: number;
};

export type Tally = { readonly projects: Record<string, ProjectTally>; readonly crashes: string[] };

export const tallyFileVariable = "TALLY_FILE";

/**
 * Writes the counts of a run as JSON, for a caller that adds its own. The closing lines of a test runner are made for
 * people; and the runner's own JSON tells no reason for a skip.
 */
export class TallyReporter implements Reporter {
  readonly #tally: Tally = { projects: {}, crashes: [] };

  onTestModuleStart(module: TestModule): void {
    this.#project(module);
  }

  onTestModuleEnd(module: TestModule): void {
    const project = this.#project(module);
    project.endedAt = Date.now();
    for (const test of module.children.allTests()) count(project, module, test);
    // A file that cannot be loaded, or a beforeAll that throws, fails without failing any one test.
    const broken = [module, ...module.children.allSuites()].flatMap((suite) => suite.errors());
    for (const error of broken) {
      project.failed += 1;
      project.failures.push(`${module.relativeModuleId}: ${error.message}`);
    }
  }

  onTestRunEnd(_modules: readonly TestModule[], errors: readonly { readonly message: string }[]): void {
    this.#tally.crashes.push(...errors.map((error) => error.message));
    const file = process.env[tallyFileVariable];
    if (file !== undefined) writeFileSync(file, JSON.stringify(this.#tally));
  }

  #project(module: TestModule): ProjectTally {
    const fresh = { passed: 0, failed: 0, failures: [], skips: [], startedAt: Date.now(), endedAt: Date.now() };
    this.#tally.projects[module.project.name] ??= fresh;
    return this.#tally.projects[module.project.name] ?? fresh;
  }
}

function count(project: ProjectTally, module: TestModule, test: TestCase): void {
  const result = test.result();
  const title = `${module.relativeModuleId} › ${test.fullName}`;
  if (result.state === "passed") project.passed += 1;
  else if (result.state === "skipped") project.skips.push(`${title}: ${result.note ?? "no reason given"}`);
  else {
    project.failed += 1;
    project.failures.push(title);
  }
}
