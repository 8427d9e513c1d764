import type { Definition } from "@haste/engine/sequence";
import type { WorkContext } from "../../platform/context/index.ts";
import { publishedDefinition } from "./activate-sequence.ts";
import { definitionOf, problemsOf } from "./draft.ts";
import { notActivatable } from "./judge.ts";
import { findSequence } from "./queries/sequences.ts";
import { listSteps } from "./queries/steps.ts";

/**
 * What would run of a sequence: the draft (version 0) or what was published; by default the latter, where there is one.
 * null: there is no such sequence, or none of it was published. Windows that never open are let pass: whoever asks for a
 * run is told that it reaches nobody.
 * @throws Problem `not_activatable` where the draft could not run at all
 */
export async function runnableDefinition(
  ctx: WorkContext,
  id: string,
  wanted: "draft" | "published" | null,
): Promise<Definition | null> {
  const sequence = await findSequence(ctx.tx, id);
  if (sequence === null) return null;
  if (sequence.publishedVersion !== null && wanted !== "draft") return publishedDefinition(ctx, sequence);
  if (wanted === "published") return null;
  const steps = (await listSteps(ctx.tx, [id])).get(id) ?? [];
  const definition = await definitionOf(ctx.tx, { sequence, steps }, 0, ctx.workspace.timezone);
  const problems = (await problemsOf(ctx, definition)).filter(({ code }) => code !== "window-unreachable");
  if (problems.length > 0) throw notActivatable(problems);
  return definition;
}
