export type GlyphName =
  | "dashed-ring"
  | "dot"
  | "bars"
  | "ring"
  | "lock"
  | "check"
  | "diamond"
  | "hatched"
  | "dotted-ring"
  | "line"
  | "strike";

/**
 * The shape of a state, 10 × 10. Shape, color and word always come together, so that neither color nor shape alone
 * carries the meaning; the word stands beside it, so the glyph itself is silent for screen readers.
 */
export function Glyph({ name, color }: { name: GlyphName; color: string }) {
  return (
    <svg
      width="10"
      height="10"
      viewBox="0 0 10 10"
      fill="none"
      stroke={color}
      strokeWidth="1.6"
      aria-hidden="true"
      style={{ flex: "none" }}
    >
      {shapes[name](color)}
    </svg>
  );
}

const shapes: Record<GlyphName, (color: string) => React.ReactNode> = {
  "dashed-ring": () => <circle cx="5" cy="5" r="3.6" strokeDasharray="2.2 1.57" />,
  "dotted-ring": () => (
    <circle cx="5" cy="5" r="3.8" strokeWidth="1.3" strokeDasharray="0.1 2.28" strokeLinecap="round" />
  ),
  dot: (color) => <circle cx="5" cy="5" r="4" fill={color} stroke="none" />,
  ring: () => <circle cx="5" cy="5" r="3.4" strokeWidth="1.9" />,
  bars: (color) => <path d="M1.5 1h2.6v8H1.5zM5.9 1h2.6v8H5.9z" fill={color} stroke="none" />,
  lock: () => <path d="M2 4.8h6v4H2zM3.4 4.6V3a1.6 1.6 0 0 1 3.2 0v1.6" strokeWidth="1.3" />,
  check: () => <path d="M1.6 5.4 4 7.7l4.4-5" strokeLinecap="round" strokeLinejoin="round" />,
  diamond: (color) => <path d="M5 .6 9.4 5 5 9.4.6 5z" fill={color} stroke="none" />,
  hatched: () => (
    <>
      <rect x="0.7" y="0.7" width="8.6" height="8.6" strokeWidth="1.2" />
      <path d="M.8 6.2 6.2.8M.8 9.2 9.2.8M3.8 9.2 9.2 3.8M6.8 9.2 9.2 6.8M.8 3.2 3.2.8" strokeWidth="1.1" />
    </>
  ),
  line: () => <path d="M1 5h8" strokeWidth="1.8" strokeLinecap="round" />,
  strike: () => <path d="M1.5 8.5l7-7" strokeLinecap="round" />,
};
