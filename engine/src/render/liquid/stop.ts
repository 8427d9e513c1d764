/** Why one email cannot be filled. */
export type FillRefusal =
  | { readonly code: "missing_variable"; readonly variable: string }
  | { readonly code: "template_limit"; readonly detail: string }
  | { readonly code: "template_error"; readonly detail: string };

/** Leaves a fill from however deep; caught where the fill began and turned into a value. */
export class FillStop extends Error {
  readonly refusal: FillRefusal;
  constructor(refusal: FillRefusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

export function stop(refusal: FillRefusal): FillStop {
  return new FillStop(refusal);
}

/** Leaves the reading of a template; `at` is where in `input`. */
export class ReadStop extends Error {
  readonly detail: string;
  readonly input: string;
  readonly at: number;
  constructor(detail: string, input: string, at: number) {
    super(detail);
    this.detail = detail;
    this.input = input;
    this.at = at;
  }
}
