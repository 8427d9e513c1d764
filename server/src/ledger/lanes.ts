/** Stages that claim work; the numbers are stored with wake-ups and claims. */
export const stages = { schedule: 1, send: 2, acts: 3, lookUp: 4, judge: 5 } as const;

/** The lane of work that belongs to no sending account. */
export const noLane = "00000000-0000-0000-0000-000000000000";
