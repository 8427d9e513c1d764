import { ApiProblem } from "@haste/contract/client";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { ActionIcon, Button } from "@mantine/core";
import { IconAlertTriangle, IconX } from "@tabler/icons-react";
import { paths } from "../app/paths.ts";
import { A } from "../ui/link.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import s from "./sequences.module.css";
import { place, stepAtPointer } from "./tree.ts";

interface ProblemsProps {
  sequence: Sequence;
  error: unknown;
  warnings: readonly { code: string; detail: string }[];
  onOverride: (codes: string[]) => void;
  onDismiss: () => void;
}

/** Why the sequence cannot run yet, each with the way to its place; stays until it is mended or put away. */
export function Problems({ sequence, error, warnings, onOverride, onDismiss }: ProblemsProps) {
  if (error && !(error instanceof ApiProblem && error.body.errors?.length)) return <ErrorState error={error} />;
  const errors = error instanceof ApiProblem ? (error.body.errors ?? []) : [];
  const rows = errors.length > 0 ? errors : warnings.map((each) => ({ ...each, pointer: "", overridable: false }));
  if (rows.length === 0) return null;
  const overridable = errors.filter((each) => each.overridable).map((each) => each.code);
  return (
    <div className={s.problems} role={errors.length > 0 ? "alert" : "status"}>
      {rows.map((each, at) => {
        const place = placeOf(sequence, each.pointer, each.code);
        return (
          <div key={`${each.code}${each.pointer}`} className={s.problem}>
            <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" />
            <span>{each.detail}</span>
            {place ? (
              <A className="link" href={place.href}>
                {place.label}
              </A>
            ) : null}
            {at === 0 ? (
              <ActionIcon onClick={onDismiss} aria-label="Put away">
                <IconX size={14} stroke={1.75} />
              </ActionIcon>
            ) : null}
          </div>
        );
      })}
      {errors.length > 0 && overridable.length === errors.length ? (
        <Button size="xs" onClick={() => onOverride(overridable)}>
          Run it all the same
        </Button>
      ) : null}
    </div>
  );
}

/** Where a problem can be solved. */
export function placeOf(sequence: Sequence, pointer: string, code: string): { label: string; href: string } | null {
  const found = stepAtPointer(sequence.steps, pointer)?.step;
  const number = place(sequence.steps).find(({ step }) => step.id === found?.id)?.number;
  if (found) return { label: `Go to step ${number}`, href: paths.step(sequence.id, found.id) };
  if (code === "preflight-findings") return { label: "See them", href: paths.preflight(sequence.id) };
  if (code === "no-postal-address") return { label: "Enter the address", href: paths.settings };
  if (code === "no-sending-account") return { label: "See accounts", href: paths.accounts };
  if (pointer.includes("settings") || code.startsWith("window"))
    return { label: "Go to settings", href: paths.sequence(sequence.id, "settings") };
  if (pointer.includes("steps")) return { label: "Go to steps", href: paths.sequence(sequence.id, "steps") };
  return null;
}
