import type { Tx } from "../db/index.ts";

/** A sealed value of one row, and what it becomes. */
export interface ResealedValue {
  /** The primary key behind `workspace_id`, in its order. */
  readonly id: readonly string[];
  readonly before: Buffer;
  readonly after: Buffer;
}

/** A column that holds sealed values, as the room that owns its table declares it. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The primary key behind `workspace_id`, in its order. */
  readonly id: readonly string[];
  /** Where the value of this row is at home; see `seal`. */
  readonly place: (id: readonly string[]) => string;
  /** Writes the value unless somebody else did meanwhile; answers with the rows written, none or one. */
  readonly replace: (tx: Tx, value: ResealedValue) => Promise<readonly object[]>;
}
