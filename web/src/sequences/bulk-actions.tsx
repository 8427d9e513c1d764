import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button } from "@mantine/core";
import { IconColumns2 } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { paths } from "../app/paths.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { BulkBar } from "../ui/list/bulk-bar.tsx";
import type { RowSelection } from "../ui/list/row-select.ts";
import { count } from "../ui/numbers.ts";
import { MOST_COMPARED } from "./compare/figures.ts";
import { type DeedName, deeds } from "./deeds.tsx";
import type { Outcome } from "./use-bulk.ts";

const inBar = ["pause", "activate", "duplicate", "archive"] as const satisfies readonly DeedName[];

interface BulkActionsProps {
  chosen: readonly Sequence[];
  selection: RowSelection;
  /** What runs now; the bar says how far it is. */
  running: Outcome | null;
  onDeed: (name: DeedName, rows: readonly Sequence[]) => void;
}

/** The bar over chosen rows. Each button says how many it will really touch: a draft cannot be paused. */
export function BulkActions({ chosen, selection, running, onDeed }: BulkActionsProps) {
  const router = useRouter();
  const canCompare = chosen.length >= 2 && chosen.length <= MOST_COMPARED;
  const compare = () => canCompare && router.history.push(paths.compare(chosen.map(({ id }) => id)));
  useKeys([{ keys: "v", label: "Compare what is chosen", group: "List", run: compare }]);
  return (
    <BulkBar selection={selection} noun={["sequence", "sequences"]}>
      {inBar.map((name) => {
        const fitting = chosen.filter(deeds[name].fits);
        const { label, icon } = deeds[name];
        return (
          <Button
            key={name}
            leftSection={icon}
            disabled={fitting.length === 0 || running !== null}
            onClick={() => onDeed(name, fitting)}
          >
            {fitting.length === chosen.length || fitting.length === 0 ? label : `${label} ${count(fitting.length)}`}
          </Button>
        );
      })}
      {running ? (
        <span className="second num" role="status">
          {count(running.done.length + running.refused.length)} of {count(running.of)}
        </span>
      ) : null}
      <Button
        leftSection={<IconColumns2 size={16} stroke={1.6} />}
        rightSection={<Kbd keys="v" />}
        disabled={!canCompare}
        onClick={compare}
      >
        Compare
      </Button>
    </BulkBar>
  );
}
