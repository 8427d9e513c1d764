import { ApiProblem } from "@haste/contract/client";

/** What a refusal says about single fields: `{ email: "An address has one @ …" }`. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {};
  const found: Record<string, string> = {};
  for (const each of error.body.errors ?? []) found[each.pointer.split("/").filter(Boolean)[0] ?? ""] ??= each.detail;
  return found;
}

/** Why a change was refused, in one sentence with its remedy. */
export function refusalWords(error: unknown): string {
  if (!(error instanceof ApiProblem)) return "The product does not answer. Nothing was changed; try again.";
  const { body } = error;
  if (body.code === "precondition_failed")
    return "Somebody changed this contact meanwhile; theirs is shown. Save again to put yours.";
  const [first] = body.errors ?? [];
  return first ? first.detail : `${body.title}. ${body.fix}`;
}
