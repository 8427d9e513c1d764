import s from "./plots.module.css";

/** People standing at each step as bars up to 18 px; an empty step keeps a 2 px foot, so that steps can be counted. */
export function StepBars({ people, label }: { people: readonly number[]; label?: string }) {
  const most = Math.max(1, ...people);
  const words = label ?? `People per step: ${people.join(", ")}`;
  const shown = people.slice(0, 12);
  return (
    <svg width={Math.max(11, shown.length * 11)} height="20" role="img" aria-label={words} className={s.range}>
      <title>{words}</title>
      {shown.map((n, at) => {
        const height = n === 0 ? 2 : Math.max(3, (n / most) * 18);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: the position is the step
            key={at}
            x={at * 11}
            y={20 - height}
            width="8"
            height={height}
            rx="1"
            fill={n === 0 ? "var(--mute)" : "var(--v1)"}
          />
        );
      })}
    </svg>
  );
}
