import { ok, type Result } from "@haste/engine/base";
import { type ClaimedEmail, readContents } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import type { RenderedEmail, Renderer, StepEmail } from "../../render/index.ts";
import type { LaneAccount } from "../account.ts";
import type { ContentSeal } from "../kept.ts";

interface Writing {
  readonly renderer: Renderer;
  readonly account: LaneAccount;
  readonly seal: ContentSeal;
  /** When they were claimed. */
  readonly now: Date;
}

/** The words of a claimed batch: those of steps are filled now, those of one-off emails were written when they were asked for. */
export async function writeEmails(
  tx: Tx,
  emails: readonly ClaimedEmail[],
  { renderer, account, seal, now }: Writing,
): Promise<Map<string, Result<RenderedEmail, { readonly detail: string }>>> {
  const ofSteps = emails.filter(isOfStep);
  const oneOffs = emails.filter((email) => !isOfStep(email)).map((email) => email.id);
  const written = new Map<string, Result<RenderedEmail, { readonly detail: string }>>(
    ofSteps.length === 0 ? [] : await renderer.render(tx, ofSteps, account, now),
  );
  for (const [id, sealed] of await readContents(tx, oneOffs)) written.set(id, ok(await seal.open(id, sealed)));
  return written;
}

function isOfStep(email: ClaimedEmail): email is StepEmail {
  return email.kind === "sequence";
}
