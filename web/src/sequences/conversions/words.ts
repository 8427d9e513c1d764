import type { HoldOut, SequenceConversions } from "@haste/contract/nouns/goals";
import { count, money, moneys, percent, plural } from "../../ui/numbers.ts";

type Outcome = HoldOut["outcomes"][number];
type Range = NonNullable<Outcome["lift"]>;

export const outcomeNames: Readonly<Record<Outcome["code"], string>> = {
  replied: "Wrote back",
  meeting: "Booked a meeting",
  converted: "Reached a goal",
};

/** "12 conversions of 10 people, €1,200 by the last mail before." */
export function leadWords({ conversions, people, models }: SequenceConversions): string {
  const revenue = models.find(({ model }) => model === "last")?.revenue ?? [];
  const who = `${plural(conversions, "conversion", "conversions")} of ${plural(people, "person", "people")}`;
  return revenue.length === 0 ? `${who}.` : `${who}, ${moneys(revenue)} by the last mail before.`;
}

/** "Its mails cost €300; the return on them is 300 %." */
export function costWords({ cost, roi }: SequenceConversions): string | null {
  if (cost === null) return null;
  const back = roi === null ? "" : `; the return on them is ${count(Math.round(roi * 100))} %`;
  return `Its mails cost ${money(cost)}${back}.`;
}

/** `+3.0`, `−0.4`: percentage points. */
export function points(difference: number): string {
  const shown = Math.abs(difference * 100).toFixed(1);
  if (shown === "0.0") return shown;
  return `${difference > 0 ? "+" : "−"}${shown}`;
}

/** "+3.0 points (1.2 to 4.8)"; a dash while nobody can say. */
export function liftWords(lift: Range | null): string {
  if (lift === null) return "–";
  return `${points(lift.difference)} points (${points(lift.low)} to ${points(lift.high)})`;
}

/** What the hold-out says of goals, in one sentence that does not claim more than it may. */
export function verdictWords({ outcomes, control, mailed }: HoldOut): string {
  const goal = outcomes.find(({ code }) => code === "converted");
  if (control === 0 || mailed === 0 || !goal?.lift || !goal.incremental)
    return "Nobody can be compared yet: both sides need people who came in at the same percentage.";
  const { incremental, lift } = goal;
  const [low, high] = [Math.round(incremental.low), Math.round(incremental.high)];
  const about = Math.round(incremental.difference);
  if (lift.low > 0)
    return `Mails bring it: about ${count(about)} of the mailed reached a goal because of them, ${count(low)} to ${count(high)} at 95 %.`;
  if (lift.high < 0) return "Mails do harm: fewer of the mailed reached a goal than of those held out.";
  return `Not told apart yet: of the mailed ${percent(goal.mailedRate)} reached a goal, of those held out ${percent(goal.controlRate)}.`;
}

/** "900 people mailed, 100 held out at 10 %"; of several percentages each is compared by itself. */
export function sidesWords({ mailed, control, percentages }: HoldOut): string {
  const [one, ...others] = percentages.map(({ percent: held }) => `${held} %`);
  const sides = `${plural(mailed, "person", "people")} mailed, ${count(control)} held out`;
  if (one === undefined) return sides;
  const last = others.pop();
  if (last === undefined) return `${sides} at ${one}`;
  return `${sides}, each compared with those of their own percentage: ${[one, ...others].join(", ")} and ${last}`;
}

/** "About €900 more than without mail, €100 to €1,700 at 95 %." */
export function revenueWords({ currency, incremental }: HoldOut["revenue"][number]): string {
  if (incremental === null) return `Too few paid in ${currency} to say what the mails bring more.`;
  const say = (amount: number) => money({ amount: Math.round(amount / 100) * 100, currency });
  const { difference, low, high } = incremental;
  return `About ${say(difference)} more than without mail, ${say(low)} to ${say(high)} at 95 %.`;
}
