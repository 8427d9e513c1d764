import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import s from "./connect.module.css";

/** One step of the wizard: open, or done and told in a line. What was typed in it stays while it is closed. */
export function Step(props: {
  n: number;
  title: string;
  /** What was chosen, once it is done. */
  done?: ReactNode;
  onChange?: () => void;
  children: ReactNode;
}) {
  const isDone = props.done !== undefined;
  return (
    <section className={s.step} aria-label={props.title} data-done={isDone || undefined}>
      <span className={s.stepNumber} aria-hidden="true">
        {props.n}
      </span>
      <div className={s.stepBody}>
        <div className={s.stepHead}>
          <h2>{props.title}</h2>
          {isDone ? <span className="cut quiet">{props.done}</span> : null}
          {isDone && props.onChange ? (
            <Button size="xs" onClick={props.onChange}>
              Change
            </Button>
          ) : null}
        </div>
        <div hidden={isDone}>{props.children}</div>
      </div>
    </section>
  );
}
