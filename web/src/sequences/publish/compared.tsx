import type { Sequence, SequenceVersion } from "@haste/contract/nouns/sequences";
import { NativeSelect } from "@mantine/core";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import type { TreeStep } from "../tree.ts";
import { Changes } from "./changes.tsx";
import { useDiff } from "./version-queries.ts";
import s from "./versions.module.css";

const DRAFT = "draft";

interface ComparedProps {
  readonly sequence: Sequence;
  readonly rows: readonly SequenceVersion[];
  readonly from: number;
  /** Null: the draft. */
  readonly to: number | null;
  readonly onCompare: (sides: { from?: number; to?: number | null }) => void;
}

/** What one version changes against another: sentences, and the words of each text. */
export function Compared({ sequence, rows, from, to, onCompare }: ComparedProps) {
  const diff = useDiff(sequence, from, to);
  const options = rows.map(({ version }) => ({ value: `${version}`, label: `Version ${version}` }));
  const stepsOf = (version: number | null): readonly TreeStep[] =>
    version === null ? sequence.steps : (rows.find((row) => row.version === version)?.steps ?? []);
  return (
    <section className={s.compared} aria-label="What differs">
      <div className={s.sides}>
        <NativeSelect
          label="From"
          value={`${from}`}
          data={options}
          onChange={(event) => onCompare({ from: Number(event.currentTarget.value) })}
        />
        <NativeSelect
          label="To"
          value={to === null ? DRAFT : `${to}`}
          data={[{ value: DRAFT, label: "The draft" }, ...options]}
          onChange={(event) =>
            onCompare({ to: event.currentTarget.value === DRAFT ? null : Number(event.currentTarget.value) })
          }
        />
      </div>
      {diff.error ? <ErrorState error={diff.error} retry={() => void diff.refetch()} /> : null}
      {diff.isPending ? <SkeletonRows rows={3} /> : null}
      {diff.data ? <Changes diff={diff.data} texts={{ before: stepsOf(from), after: stepsOf(to) }} /> : null}
    </section>
  );
}
