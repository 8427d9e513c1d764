import type { Money } from "../goal/index.ts";

/** What mailing costs, in minor units of one currency. */
export interface Costs {
  readonly currency: string;
  readonly perThousandEmails: number;
  readonly perAccountMonth: number;
}

/** What was used: mails, and months of sending accounts (of an account that others use too, its part). */
export interface Usage {
  readonly emails: number;
  readonly accountMonths: number;
}

export function costOf({ currency, perThousandEmails, perAccountMonth }: Costs, usage: Usage): Money {
  const amount = (perThousandEmails * usage.emails) / 1_000 + perAccountMonth * usage.accountMonths;
  return { amount: Math.round(amount), currency };
}

/** What came back beyond the costs for each unit of them: 0 is even, 1 is twice the money. Null where it cost nothing. */
export function returnOn(cost: Money, revenue: readonly Money[]): number | null {
  if (cost.amount === 0) return null;
  const earned = revenue.find(({ currency }) => currency === cost.currency)?.amount ?? 0;
  return (earned - cost.amount) / cost.amount;
}
