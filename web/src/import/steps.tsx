import s from "./import.module.css";

export interface Step {
  readonly name: string;
  /** 0–1: how much of this step is done. */
  readonly share: number;
  readonly detail: string;
  readonly current?: boolean;
}

/** The four steps as one line across the sheet: what is done is filled, what is under way grows. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className={s.steps} aria-label="Steps">
      {steps.map((step) => (
        <li key={step.name} aria-current={step.current ? "step" : undefined}>
          <div className={s.stepBar} aria-hidden="true">
            <i style={{ width: `${Math.round(step.share * 1000) / 10}%` }} />
          </div>
          <b>{step.name}</b> <span>{step.detail}</span>
        </li>
      ))}
    </ol>
  );
}
