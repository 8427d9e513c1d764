/** One thing that passed or failed; `detail` is what a person needs to repair it. */
export type Outcome = { readonly name: string; readonly passed: boolean; readonly detail: string };

/** A part of the checks: a name to call it by, and the work. */
export type Check = { readonly name: string; readonly run: () => Promise<readonly Outcome[]> };
