/** A deal as far as people reach stages with it. */
export interface DealStanding {
  readonly stageId: string;
  readonly contactIds: readonly string[];
}

/**
 * Whose deal reached a stage by this change: everybody in the deal where the stage is another one, else those who came
 * into it. Whoever was in it at this stage before reached nothing, however often the deal is saved.
 */
export function whoReached(before: DealStanding | null, after: DealStanding): string[] {
  if (before === null || before.stageId !== after.stageId) return [...after.contactIds];
  const known = new Set(before.contactIds);
  return after.contactIds.filter((id) => !known.has(id));
}
