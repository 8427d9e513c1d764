import type { Import, ImportRow } from "@haste/contract/nouns/crm";
import { Button, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { count, plural } from "../ui/numbers.ts";
import { Section } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { Bone } from "../ui/state/skeleton.tsx";
import { type BadKind, badKinds, kindOf } from "./bad-kinds.ts";
import { BadRow } from "./bad-row.tsx";
import s from "./import.module.css";
import { useBadRows, useCorrectRow } from "./import-queries.ts";

/** Rows shown at once; more on demand, so that a file full of faults stays quick. */
const step = 100;

/** Rows that cannot be read, by kind of fault; each is mended where it stands and checked at once. */
export function BadRows({ found }: { found: Import }) {
  const invalid = found.counts.invalid ?? 0;
  const list = useBadRows(found.id, found.status === "checked" || found.status === "done");
  const [kind, setKind] = useState<BadKind | null>(null);
  const [shown, setShown] = useState(step);
  const [mended, setMended] = useState<ReadonlyMap<number, ImportRow>>(new Map());
  const correct = useCorrectRow(found.id);
  const groups = Map.groupBy(list.rows, kindOf);
  const active = kind && groups.has(kind) ? kind : ([...groups.keys()][0] ?? "address");
  const rows = groups.get(active) ?? [];
  if (list.rows.length === 0 && invalid === 0) return null;
  async function check(row: ImportRow, cells: Record<string, string>) {
    const answer = await correct.mutateAsync({ row: row.row, cells });
    setMended((before) => new Map(before).set(row.row, answer));
    return answer;
  }
  return (
    <Section
      className={s.badSection}
      title={
        <>
          {plural(invalid, "row", "rows")} to fix <span className={s.titleHint}>type in the cell, checked at once</span>
        </>
      }
      aside={
        groups.size > 1 ? (
          <SegmentedControl
            size="xs"
            aria-label="Kind of fault"
            value={active}
            onChange={(value) => {
              setKind(value as BadKind);
              setShown(step);
            }}
            data={[...groups].map(([each, all]) => ({
              value: each,
              label: `${badKinds[each]} ${count(all.length)}${list.query.hasNextPage ? "+" : ""}`,
            }))}
          />
        ) : null
      }
    >
      {list.query.isPending ? <Bone width="60%" /> : null}
      {list.query.error ? <ErrorState error={list.query.error} retry={() => void list.query.refetch()} /> : null}
      {rows.length > 0 ? (
        <div className={s.badHead} aria-hidden="true">
          <span>Row</span>
          <span>Column</span>
          <span>Value</span>
          <span>Why</span>
          <span>Suggestion</span>
        </div>
      ) : null}
      <ul>
        {rows.slice(0, shown).map((row) => (
          <BadRow
            key={row.row}
            row={row}
            mended={mended.get(row.row)}
            found={found}
            onCheck={(cells) => check(row, cells)}
          />
        ))}
      </ul>
      {rows.length > shown || list.query.hasNextPage ? (
        <div className={s.badMore}>
          <Button
            size="xs"
            variant="subtle"
            loading={list.query.isFetchingNextPage}
            onClick={() => {
              if (rows.length <= shown) list.loadMore();
              setShown(shown + step);
            }}
          >
            Show more
          </Button>
          <span className="quiet">
            Many faults of one kind? Download them, mend the file, and import it again: what came in already is left as
            it is.
          </span>
        </div>
      ) : null}
    </Section>
  );
}
