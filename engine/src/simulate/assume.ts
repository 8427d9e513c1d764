import type { Instant } from "../base/index.ts";
import type { PlanAccount } from "../schedule/index.ts";
import type { Definition } from "../sequence/index.ts";
import type { BehaviorRates } from "./sample-people.ts";

/** What a simulation takes for granted. */
export interface Premises {
  readonly definition: Definition;
  readonly accounts: readonly PlanAccount[];
  readonly rates: BehaviorRates;
  /** How long the team takes for what a manual step asks for. */
  readonly taskMs: number;
  /** When everybody is enrolled. */
  readonly from: Instant;
}

interface Limits {
  readonly dailyLimit?: number | undefined;
  readonly hourlyLimit?: number | undefined;
}

/** What somebody would have otherwise; what is left out stays. */
export interface Changes {
  readonly furtherAccounts?: readonly (Limits & { readonly id: string; readonly dailyLimit: number })[];
  /** Of every account where no id is given; later ones overrule earlier ones. */
  readonly limits?: readonly (Limits & { readonly accountId?: string | undefined })[];
  readonly windows?: Definition["settings"]["windows"];
  readonly intake?: Definition["settings"]["intake"];
  readonly rates?: Partial<BehaviorRates>;
  readonly taskMs?: number;
  readonly from?: Instant;
}

/** The same premises but for what is changed; the same people are then simulated twice, by one planner. */
export function assume(premises: Premises, changes: Changes): Premises {
  const { definition, rates } = premises;
  const { settings } = definition;
  const {
    windows = settings.windows,
    intake = settings.intake,
    taskMs = premises.taskMs,
    from = premises.from,
  } = changes;
  return {
    ...{ taskMs, from },
    definition: { ...definition, settings: { ...settings, windows, intake, ...poolUnder(settings, changes) } },
    accounts: accountsUnder(premises.accounts, changes),
    rates: { ...rates, ...changes.rates },
  };
}

/** A further account is meant to help: where the sequence names its accounts, it is one of them. */
function poolUnder(
  { sendingAccounts }: Definition["settings"],
  { furtherAccounts = [] }: Changes,
): Pick<Definition["settings"], "sendingAccounts"> {
  if (sendingAccounts === undefined || sendingAccounts === null) return {};
  return { sendingAccounts: [...sendingAccounts, ...furtherAccounts.map(({ id }) => ({ id, weight: 1 }))] };
}

function accountsUnder(
  accounts: readonly PlanAccount[],
  { limits = [], furtherAccounts = [] }: Changes,
): PlanAccount[] {
  const limited = accounts.map((account) => {
    const meant = limits.filter(({ accountId }) => accountId === undefined || accountId === account.id);
    return meant.reduce<PlanAccount>(withLimits, account);
  });
  // A further one keeps the pace the others keep: a team has one habit.
  const pattern = accounts.find((account) => account.isActive) ?? accounts[0];
  const further = furtherAccounts.map(({ id, dailyLimit, hourlyLimit = dailyLimit }) => ({
    ...{ id, dailyLimit, hourlyLimit, isActive: true, workday: null, used: new Map(), leavesAt: [] },
    ...{ zone: pattern?.zone ?? "UTC", minGapMs: pattern?.minGapMs ?? 0, gapJitter: pattern?.gapJitter ?? 0 },
  }));
  return [...limited, ...further].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whoever may send more a day may do so within an hour as before, unless that is said too. */
function withLimits(account: PlanAccount, { dailyLimit, hourlyLimit }: Limits): PlanAccount {
  return {
    ...account,
    dailyLimit: dailyLimit ?? account.dailyLimit,
    hourlyLimit: hourlyLimit ?? account.hourlyLimit,
  };
}
