/** Placeholder until the first migration; `generate-types.ts` writes the real one. */
// biome-ignore lint/complexity/noBannedTypes: replaced by the generator
export type DB = {};
