import type { ReactNode } from "react";
import type { RowSelection } from "./row-select.ts";

export interface Column<Row> {
  readonly id: string;
  readonly header: ReactNode;
  /** A CSS grid track: `minmax(180px, 2fr)`, `72px`. */
  readonly width: string;
  readonly align?: "start" | "end";
  /** Present where a press on the head sorts by it; `is` where the list is sorted by it now. */
  readonly sort?: { readonly is: "ascending" | "descending" | null; readonly toggle: () => void };
  /** The column is left out while the list is narrower than this (px). */
  readonly from?: number;
  /** … or while it is at least this wide: a shorter cell for phones. */
  readonly below?: number;
  readonly cell: (row: Row) => ReactNode;
}

export interface RowVerb<Row> {
  readonly keys: string;
  readonly label: string;
  readonly run: (row: Row) => void;
  /** Whether it means anything for this row; where it does not, its key does nothing. Default: always. */
  readonly fits?: (row: Row) => boolean;
  /** What the row's menu calls it ("Resume"), where that depends on the row. */
  readonly word?: (row: Row) => string;
  readonly icon?: (row: Row) => ReactNode;
}

export interface RowsProps<Row> {
  /** What the list is, for screen readers: "Sequences". */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  /** The first column is the row's name and its link. */
  readonly columns: readonly Column<Row>[];
  /** Where a row leads; or `onOpen`, when it opens something on this page. */
  readonly href?: (row: Row) => string;
  readonly onOpen?: (row: Row) => void;
  /** Second line under the name while the list is narrow (`sublineBelow`, 640 px) or always. */
  readonly subline?: (row: Row) => ReactNode;
  readonly sublineBelow?: number;
  readonly selection?: RowSelection;
  /** Verbs on the row that has the focus: `P` pauses it. */
  readonly verbs?: readonly RowVerb<Row>[];
  /** Whether each row has a menu of its verbs, behind `M` and three dots. */
  readonly menu?: boolean;
  /** The row that is open in a side panel. */
  readonly openId?: string | undefined;
  readonly onEnd?: () => void;
  readonly foot?: ReactNode;
  readonly rowHeight?: number;
}
