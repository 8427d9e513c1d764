import { DAY_MS, nextInt, type Random, randomFrom, seedFrom } from "@haste/engine/base";
import type { AttentionLimits } from "@haste/engine/schedule";
import { type Definition, sequencePriorities } from "@haste/engine/sequence";
import type { Tx } from "../../server/src/platform/db/index.ts";
import { oneOf } from "./random-steps.ts";
import { besideOf, type RandomWorld } from "./worlds.ts";

/** The same world, in which people, companies and domains get little mail, and one sequence matters more than the other. */
export function withBudgets(world: RandomWorld): RandomWorld {
  const random = randomFrom(seedFrom("budgets", world.seed));
  const own = nextInt(random, sequencePriorities.length);
  const other = (own + 1 + nextInt(random, 2)) % sequencePriorities.length;
  const definition = prioritized(world.definition, own);
  const second = world.second && { ...world.second, definition: prioritized(world.second.definition, other) };
  const limits = randomBudgets(random);
  const beside = second === null ? world.beside : besideOf(second, world.from);
  return { ...world, definition, second, beside, attention: { limits, mails: new Map() } };
}

/** Mails wait some hours for them, so that others come meanwhile. */
const seldom = [
  { days: ["mon", "tue", "wed", "thu", "fri", "sat"], start: "07:00", end: "08:00" },
  { days: ["mon", "tue", "wed", "thu", "fri"], start: "18:00", end: "20:00" },
] as const;

function prioritized(definition: Definition, place: number): Definition {
  const priority = sequencePriorities[place] ?? "normal";
  return { ...definition, settings: { ...definition.settings, priority, windows: seldom } };
}

function randomBudgets(random: Random): AttentionLimits {
  const most = (bound: number) => (nextInt(random, 3) === 0 ? null : 1 + nextInt(random, bound));
  return {
    ...{ perDay: most(2), perWeek: most(9), cooldownMs: oneOf(random, [0, 0, 0.25, 1]) * DAY_MS },
    company: { perDay: most(2), perWeek: most(12) },
    domain: { perDay: most(3), perWeek: most(12) },
  };
}

export async function seedBudgets(tx: Tx, { attention, from }: RandomWorld): Promise<void> {
  if (attention === undefined) return;
  const { perDay, perWeek, cooldownMs, company, domain } = attention.limits;
  const shared = [company?.perDay, company?.perWeek, domain?.perDay, domain?.perWeek];
  await tx.rows(
    `insert into compliance_settings (workspace_id, max_emails_per_day, max_emails_per_week, cooldown_days,
       company_emails_per_day, company_emails_per_week, domain_emails_per_day, domain_emails_per_week, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tx.workspaceId,
      perDay ?? 0,
      perWeek ?? 0,
      cooldownMs / DAY_MS,
      ...shared.map((most) => most ?? 0),
      new Date(from),
    ],
  );
}
