/** Who caused a signal. Only human signals move a person, a branch or a test. The codes are stored. */
export const actorCodes = { human: 1, machine: 2, unknown: 3 } as const;
export type Actor = keyof typeof actorCodes;
