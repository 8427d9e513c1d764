import type { UidRange } from "../mail-store.ts";
import type { Selected } from "../session.ts";
import { isInSet } from "../tokens.ts";

/** The UIDs of the selected folder that a set names, by UID or by sequence number, ascending. */
export function chosenUids(selected: Selected, ranges: readonly UidRange[], byUid: boolean): number[] {
  return selected.uids.filter((uid, index) => isInSet(ranges, byUid ? uid : index + 1));
}
