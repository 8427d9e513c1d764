import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useKeys } from "../keys/use-keys.ts";
import { plural } from "../numbers.ts";
import { FilterBar, Spacer } from "../page.tsx";
import type { RowSelection } from "./row-select.ts";

/** Takes the place of the filter bar while rows are chosen, at the same height; Esc lets go. */
export function BulkBar({
  selection,
  noun,
  children,
}: {
  selection: RowSelection;
  noun: readonly [string, string];
  children: ReactNode;
}) {
  useKeys([{ keys: "Escape", label: "Let go of the rows", group: "List", run: selection.clear }]);
  return (
    <FilterBar chosen>
      <strong style={{ fontWeight: 550 }}>{plural(selection.ids.size, noun[0], noun[1])} selected</strong>
      {children}
      <Spacer />
      <Button variant="subtle" onClick={selection.clear}>
        Let go
      </Button>
    </FilterBar>
  );
}
