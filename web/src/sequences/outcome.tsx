import { ApiProblem } from "@haste/contract/client";
import { ActionIcon } from "@mantine/core";
import { IconAlertTriangle, IconX } from "@tabler/icons-react";
import { paths } from "../app/paths.ts";
import { A } from "../ui/link.tsx";
import { plural } from "../ui/numbers.ts";
import { deeds } from "./deeds.tsx";
import s from "./outcome.module.css";
import { placeOf } from "./problems.tsx";
import type { Outcome, Refused } from "./use-bulk.ts";

/** What was refused, row by row with its way out. It stands under the list, so that no row moves. */
export function RefusedRows({ outcome, onDismiss }: { outcome: Outcome | null; onDismiss: () => void }) {
  if (!outcome || outcome.refused.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (axe scrollable-region-focusable)
    <section className={s.outcome} role="alert" aria-label="What was refused" tabIndex={0}>
      <div className={s.head}>
        <h2>
          {plural(outcome.refused.length, "sequence", "sequences")} could not be {deeds[outcome.deed].past}
          {outcome.done.length > 0 ? `; ${plural(outcome.done.length, "other is", "others are")}` : ""}
        </h2>
        <ActionIcon onClick={onDismiss} aria-label="Put away">
          <IconX size={14} stroke={1.75} />
        </ActionIcon>
      </div>
      <ul>
        {outcome.refused.map((each) => (
          <RefusedRow key={each.row.id} {...each} />
        ))}
      </ul>
    </section>
  );
}

/** One line for each thing to mend, with the way there; a refusal without parts says its own remedy. */
function RefusedRow({ row, error }: Refused) {
  const body = error instanceof ApiProblem ? error.body : null;
  const whole = body?.detail || body?.title || "The product does not answer.";
  const parts = body?.errors?.length
    ? body.errors.map((each) => ({ detail: each.detail, place: placeOf(row, each.pointer, each.code) }))
    : [{ detail: `${whole} ${body?.fix ?? "Try again."}`, place: null }];
  return (
    <li>
      <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" />
      <A href={paths.sequence(row.id)} dir="auto">
        {row.name}
      </A>
      <div>
        {parts.map(({ detail, place }) => (
          <p key={detail}>
            {detail}{" "}
            {place ? (
              <A className="link" href={place.href}>
                {place.label}
              </A>
            ) : null}
          </p>
        ))}
      </div>
    </li>
  );
}
