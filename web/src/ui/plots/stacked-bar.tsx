import type { ReactNode } from "react";
import { count } from "../numbers.ts";
import s from "./plots.module.css";

export interface Part {
  readonly label: string;
  readonly n: number;
  /** A token: `var(--v1)`; `hatch` draws it striped (may, planned, machine). */
  readonly color: string;
  readonly hatch?: boolean;
  readonly hint?: ReactNode;
}

export function fillOf(part: Pick<Part, "color" | "hatch">): string {
  return part.hatch ? `repeating-linear-gradient(-45deg, ${part.color} 0 2px, transparent 2px 5px)` : part.color;
}

/** One bar split into parts, each with its number and word below: verdicts of a dry run, of an enrollment. */
export function StackedBar({ parts, label }: { parts: readonly Part[]; label: string }) {
  const shown = parts.filter((part) => part.n > 0);
  return (
    <div role="img" aria-label={`${label}: ${parts.map((part) => `${count(part.n)} ${part.label}`).join(", ")}`}>
      <div className={s.stack}>
        {shown.map((part) => (
          <i key={part.label} style={{ flexGrow: part.n, background: fillOf(part) }} />
        ))}
      </div>
    </div>
  );
}
