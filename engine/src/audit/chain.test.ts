import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AuditEntry,
  type AuditLink,
  type ChainFault,
  checkLink,
  emptyChain,
  leafOf,
  linkTo,
  type StoredLink,
} from "./chain.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const entry = fc.record({
  id: fc.uuid(),
  atMs: fc.integer(),
  actorKind: fc.constantFrom("user", "api-key", "system"),
  actorId: fc.option(fc.uuid()),
  actorName: fc.string({ unit: "grapheme" }),
  requestId: fc.option(fc.string()),
  action: fc.string(),
  subjectKind: fc.string(),
  subjectId: fc.option(fc.uuid()),
  commitment: fc.string(),
});
const entries = fc.uniqueArray(entry, { minLength: 2, maxLength: 12, selector: ({ id }) => id });

function chain(rows: readonly AuditEntry[]): StoredLink[] {
  let last: Pick<AuditLink, "seq" | "head"> = emptyChain;
  return rows.map((row) => {
    const link = linkTo(last, row, sha256);
    last = link;
    return { link, entry: row };
  });
}

function faultsOf(stored: readonly StoredLink[]): ChainFault[] {
  let end = emptyChain;
  return stored.flatMap((one) => {
    const checked = checkLink(end, one, sha256);
    end = checked.end;
    return checked.faults;
  });
}

/** The chain of some rows, and one of them to tamper with. */
const tampered = entries.chain((rows) => fc.tuple(fc.constant(chain(rows)), fc.nat(rows.length - 1)));

describe("the chain of the audit log", () => {
  test("a log nobody touched has no fault, however long and whatever stands in it", () => {
    fc.assert(
      fc.property(entries, (rows) => {
        expect(faultsOf(chain(rows))).toEqual([]);
      }),
    );
  });

  test("a change of any field of any row is named with its place, and no other row is", () => {
    fc.assert(
      fc.property(tampered, entry, ([stored, at], other) => {
        const place = stored[at] as StoredLink;
        for (const field of Object.keys(other) as (keyof AuditEntry)[]) {
          const row = place.entry as AuditEntry;
          if (row[field] === other[field]) continue;
          const changed = stored.with(at, { ...place, entry: { ...row, [field]: other[field] } });
          expect(faultsOf(changed)).toEqual([{ code: "row_changed", seq: at + 1, entryId: place.link.entryId }]);
        }
      }),
    );
  });

  test("a changed row whose hash was made to fit is named by the link that no longer does", () => {
    fc.assert(
      fc.property(tampered, ([stored, at]) => {
        const place = stored[at] as StoredLink;
        const forged = { ...(place.entry as AuditEntry), actorName: "nobody", actorKind: "forged" };
        const link = { ...place.link, leaf: leafOf(forged, sha256) };
        expect(faultsOf(stored.with(at, { link, entry: forged }))[0]).toMatchObject({
          code: "link_changed",
          seq: at + 1,
        });
      }),
    );
  });

  test("a row that was taken out, or whose place was, is named", () => {
    fc.assert(
      fc.property(tampered, ([stored, at]) => {
        const place = stored[at] as StoredLink;
        expect(faultsOf(stored.with(at, { ...place, entry: null }))).toMatchObject([
          { code: "row_missing", seq: at + 1 },
        ]);
        const without = stored.toSpliced(at, 1);
        // What is cut off at the end leaves no gap: the product's seals, and a head that was noted, tell of that.
        const expected = at === stored.length - 1 ? [] : [{ code: "links_missing", seq: at + 2 }];
        expect(faultsOf(without)).toMatchObject(expected);
      }),
    );
  });

  test("two rows that changed places are both named", () => {
    fc.assert(
      fc.property(tampered, ([stored, at]) => {
        const next = (at + 1) % stored.length;
        const [one, other] = [stored[at] as StoredLink, stored[next] as StoredLink];
        const swapped = stored.with(at, { ...one, entry: other.entry }).with(next, { ...other, entry: one.entry });
        expect(new Set(faultsOf(swapped).map(({ seq }) => seq))).toEqual(new Set([at + 1, next + 1]));
      }),
    );
  });
});
