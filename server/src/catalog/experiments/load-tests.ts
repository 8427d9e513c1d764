import type { DealtBefore, RunningTest } from "@haste/engine/experiment";
import type { Definition } from "@haste/engine/sequence";
import type { Tx } from "../../platform/db/index.ts";
import { readDealtBefore, readRunningTests } from "./queries/dealing.ts";

/** The tests that versions hold; most hold none, and then nothing is read. */
export function testIdsOf(definitions: Iterable<Definition>): string[] {
  const ids = new Set<string>();
  for (const { steps } of definitions) for (const { test } of steps) if (test !== undefined) ids.add(test.testId);
  return [...ids];
}

/** Those of these tests that were started, by id. */
export async function loadTests(tx: Tx, testIds: readonly string[]): Promise<Map<string, RunningTest>> {
  if (testIds.length === 0) return new Map();
  return new Map((await readRunningTests(tx, testIds)).map((test) => [test.id, test]));
}

export interface Episode {
  readonly enrollmentId: string;
  readonly contactId: string;
}

/** What tests dealt to people before, by enrollment and test: this episode's own email first, else what they first got. */
export async function loadDealtBefore(
  tx: Tx,
  episodes: readonly Episode[],
  testIds: readonly string[],
): Promise<Map<string, Map<string, DealtBefore>>> {
  const dealt = new Map<string, Map<string, DealtBefore>>();
  if (testIds.length === 0 || episodes.length === 0) return dealt;
  const contacts = episodes.map(({ contactId }) => contactId);
  const rows = Map.groupBy(await readDealtBefore(tx, contacts, testIds), ({ contactId }) => contactId);
  for (const { enrollmentId, contactId } of episodes) {
    const own = new Map<string, DealtBefore>();
    for (const { testId, variantId, period, enrollmentId: of } of rows.get(contactId) ?? []) {
      const isSameEpisode = of === enrollmentId;
      if (isSameEpisode || !own.has(testId)) own.set(testId, { variantId, period, isSameEpisode });
    }
    if (own.size > 0) dealt.set(enrollmentId, own);
  }
  return dealt;
}
