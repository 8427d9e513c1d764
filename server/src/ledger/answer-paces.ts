import type { Instant } from "@haste/engine/base";
import { afterAnswer, type Breaker, type PaceAnswer } from "@haste/engine/pace";
import { hourOf } from "@haste/engine/schedule";
import type { Signal } from "@haste/engine/track";
import type { Tx } from "../platform/db/index.ts";
import type { LockedEmail } from "./queries/emails.ts";
import { lockPaces, type PacePair, writePaces } from "./queries/paces.ts";

/** What a server's answer to one email says of the pace towards its recipient's provider. */
export interface AnsweredPace extends PacePair {
  readonly answer: PaceAnswer;
  readonly reply: string | null;
}

/**
 * null: it says nothing. A mail that was taken counts only where it held room of a pace, so that mail to providers that
 * never complained costs nothing here.
 */
export function paceAnswerOf(signal: Signal, email: LockedEmail): AnsweredPace | null {
  const { recipient_provider: provider, sending_account_id: accountId } = email;
  if (provider === null) return null;
  const { pace, waitMs = null, reply = null } = signal.meta;
  if (signal.kind === "deferred" && pace === "slower")
    return { accountId, provider, answer: { kind: "slower", retryAfterMs: waitMs }, reply };
  const isPaced = email.reserved_rooms?.some(({ scope, period }) => scope === "account_provider" && period === "hour");
  return signal.kind === "sent" && isPaced === true
    ? { accountId, provider, answer: { kind: "taken" }, reply: null }
    : null;
}

/** Lets the breakers learn from answers, in their order; true where what waits for one of them is planned again. */
export async function answerPaces(tx: Tx, answers: readonly AnsweredPace[], now: Instant): Promise<boolean> {
  if (answers.length === 0) return false;
  const byPair = Map.groupBy(answers, ({ accountId, provider }) => `${accountId} ${provider}`);
  const pairs = [...byPair.values()].flatMap(([first]) => first ?? []);
  const paces = (await lockPaces(tx, pairs, hourOf(now), now)).map(({ breaker, sentPerHour, ...pair }) => {
    const own = byPair.get(`${pair.accountId} ${pair.provider}`) ?? [];
    const after = own.reduce((known, { answer }) => afterAnswer(known, answer, { now, sentPerHour }), breaker);
    const reply = own.findLast((one) => one.reply !== null)?.reply ?? null;
    return { ...pair, breaker: after, replans: isOtherPace(breaker, after), reply };
  });
  await writePaces(tx, paces, now);
  return paces.some((pace) => pace.replans);
}

function isOtherPace(before: Breaker, after: Breaker): boolean {
  return before.restsUntil !== after.restsUntil || before.perHour !== after.perHour;
}
