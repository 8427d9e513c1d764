import s from "./state.module.css";

/** A gray bar in the place of something that is being fetched; it shows after 150 ms, so quick answers never flash. */
export function Bone({ width = "100%", height = 10 }: { width?: number | string; height?: number }) {
  return <span className={s.bone} style={{ width, height }} />;
}

const widths = ["38%", "31%", "44%", "27%", "35%", "41%"];

/** Rows of a list before they are there, in the geometry they will have. */
export function SkeletonRows({ rows = 8, height = 44 }: { rows?: number; height?: number }) {
  return (
    <div className={s.rows} role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bones are all alike and never move
        <div key={at} className={s.row} style={{ height }}>
          <Bone width={widths[at % widths.length] ?? "40%"} />
          <Bone width="12%" />
          <Bone width="9%" />
        </div>
      ))}
    </div>
  );
}
