import { Button } from "@mantine/core";
import { IconAlertTriangle, IconChevronDown, IconChevronUp, IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { plural } from "../../ui/numbers.ts";
import type { Placed } from "../tree.ts";
import s from "./builder.module.css";
import type { Problem } from "./judge.ts";

/** The foot of the builder: what keeps the draft from running, each with the way to its field. */
export function ProblemBar(props: {
  problems: readonly Problem[];
  all: readonly Placed[];
  onJump: (problem: Problem) => void;
}) {
  const { problems, all, onJump } = props;
  const [isOpen, setOpen] = useState(false);
  const [first] = problems;
  if (!first)
    return (
      <footer className={s.problemBar} data-clean>
        <IconCircleCheck size={16} stroke={1.6} aria-hidden="true" />
        <span>Nothing keeps these steps from running.</span>
      </footer>
    );
  const shown = isOpen ? problems : [first];
  return (
    <footer className={s.problemBar}>
      <ul>
        {shown.map((problem, at) => (
          <li key={`${problem.stepId}${problem.field}${problem.detail}`}>
            <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" />
            {at === 0 ? <b>{plural(problems.length, "problem", "problems")}</b> : <span className={s.indent} />}
            <span className={s.problemText}>
              {numberOf(all, problem)}
              {problem.detail}
            </span>
            {problem.stepId ? (
              <Button size="xs" variant="subtle" onClick={() => onJump(problem)}>
                Go to step
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {problems.length > 1 ? (
        <Button
          size="xs"
          variant="subtle"
          aria-expanded={isOpen}
          rightSection={isOpen ? <IconChevronDown size={14} /> : <IconChevronUp size={14} />}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? "Fewer" : "All"}
        </Button>
      ) : null}
    </footer>
  );
}

function numberOf(all: readonly Placed[], { stepId }: Problem): string {
  const number = all.find(({ step }) => step.id === stepId)?.number;
  return number === undefined ? "" : `Step ${number}: `;
}

/** The first that the earliest of these finds: of a step, what is written before what is pressed. */
function first(place: HTMLElement, selectors: readonly string[]): Element | null {
  return selectors.map((selector) => place.querySelector(selector)).find((found) => found !== null) ?? null;
}

/** Puts the focus where a problem lies: the field itself, else the nearest part of the form that holds it, else its first. */
export function focusField(field: string): void {
  const form = document.querySelector<HTMLElement>("[data-inspector]");
  if (form === null) return;
  const [nearest] = [...form.querySelectorAll<HTMLElement>("[data-field]")]
    .filter(({ dataset }) => field === dataset.field || field.startsWith(`${dataset.field}/`))
    .sort((one, other) => (other.dataset.field ?? "").length - (one.dataset.field ?? "").length);
  const written = "input:not([type=hidden]), textarea, [contenteditable=true]";
  const focusable = `${written}, button`;
  // Of a mail's body, its text and not the tools above it.
  const text = nearest?.querySelector("[contenteditable=true]");
  const target = nearest?.matches(focusable) ? nearest : (text ?? first(nearest ?? form, [written, focusable]));
  if (target instanceof HTMLElement) target.focus();
}
