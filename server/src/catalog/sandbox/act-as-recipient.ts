import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { chooseLinks } from "./acts/click.ts";
import { type ReadMail, readMail } from "./acts/read-mail.ts";
import { soonestHumanMs } from "./personas/plan-acts.ts";
import type { SandboxPorts } from "./ports.ts";
import { type ActDetail, type ActKind, dropPlannedActs, insertActs } from "./queries/acts.ts";
import { type CaughtRow, findCaught } from "./queries/mails.ts";

export interface WantedAct {
  readonly mailId: string;
  readonly kind: ActKind;
  readonly detail: ActDetail;
}

/** Sees to it that an act happens at `dueAt`, walking the clock there first. */
export type HastenAct = (workspaceId: string, dueAt: Date) => Promise<void>;

/**
 * One walk after the other for each workspace, and each only over what is left to walk: two acts that came together
 * would otherwise walk the same minute twice.
 */
export function createHastening({ clock, acts }: SandboxPorts): HastenAct {
  const turns = new Map<string, Promise<void>>();
  async function walkTo(workspaceId: string, dueAt: Date): Promise<void> {
    const { now } = await clock.read(workspaceId);
    const aheadMs = dueAt.getTime() - now.getTime();
    if (aheadMs > 0) await clock.walk(workspaceId, aheadMs);
  }
  return async (workspaceId, dueAt) => {
    const before = turns.get(workspaceId) ?? Promise.resolve();
    const turn = before.catch(() => {}).then(() => walkTo(workspaceId, dueAt));
    turns.set(workspaceId, turn);
    try {
      await turn;
    } finally {
      if (turns.get(workspaceId) === turn) turns.delete(workspaceId);
    }
    await acts.runDueActs(workspaceId);
  };
}

/** After these nothing more is to be expected of the recipient: the person has taken over from the persona. */
const lastWords: readonly ActKind[] = ["reply", "out-of-office", "bounce", "complain", "unsubscribe"];

/**
 * Lets a person act as the recipient of a caught mail. Only a row is written here; the act itself happens after the
 * commit, through the same HTTP and mailbox roads a real recipient uses. What would come too soon after the delivery
 * to be believed human is due a little later, and the workspace's clock is walked there.
 */
export async function actAsRecipient(ctx: WorkContext, hasten: HastenAct, wanted: WantedAct) {
  const mail = await findCaught(ctx.tx, wanted.mailId);
  if (mail === null || !mail.isListed) {
    throw new Problem("not_found", { detail: "There is no such mail in the sandbox inbox." });
  }
  refuseImpossible(wanted, await readMail(mail.raw));
  const id = ctx.newId();
  const dueAt = dueAtOf(ctx.now, wanted, mail);
  const { kind, detail, mailId } = wanted;
  if (lastWords.includes(kind)) await dropPlannedActs(ctx.tx, mailId);
  await insertActs(ctx.tx, [{ id, mailId, kind, detail, doneBy: "person", dueAt }]);
  await audit(ctx, "sandbox.acted", { kind: "sandbox-email", id: mailId }, { act: kind });
  ctx.afterCommit(() => {
    hasten(ctx.workspace.id, dueAt).catch((err: unknown) => {
      ctx.log.error({ err, actId: id }, "an act of the sandbox waits for the next sweep");
    });
  });
  return { actId: id, kind, emailId: mail.emailId };
}

function refuseImpossible({ kind, detail }: WantedAct, mail: ReadMail): void {
  if (kind === "click" && chooseLinks(mail, detail).length === 0) {
    throw new Problem("no_such_link", {
      detail: detail.link === undefined ? "The mail has no link." : "The mail has no link with this address or text.",
    });
  }
  if (kind === "unsubscribe" && mail.oneClickUrl === null) {
    throw new Problem("no_such_link", {
      detail: "The mail has no one-click unsubscribe (List-Unsubscribe and List-Unsubscribe-Post).",
      fix: "Send it from a sequence: every sequence mail carries both headers.",
    });
  }
}

/** People need a moment to open or click; machines, mail servers and answers do not. */
function dueAtOf(now: Date, { kind, detail }: WantedAct, mail: CaughtRow): Date {
  const isHumanVisit = (kind === "open" || kind === "click") && (detail.as ?? "human") === "human";
  if (!isHumanVisit) return now;
  return new Date(Math.max(now.getTime(), mail.receivedAt.getTime() + soonestHumanMs));
}
