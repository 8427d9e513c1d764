/**
 * The mark: a postmark whose ring is a clock, with cancel bars flying off. Below 16 px only the ring and one bar are
 * drawn, because three bars would run together.
 */
export function Mark({ size = 16, title }: { size?: number; title?: string }) {
  const small = size < 16;
  return (
    <svg
      width={(size * 24) / 16}
      height={size}
      viewBox="0 0 24 16"
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
      role={title ? "img" : undefined}
      aria-label={title}
      aria-hidden={title ? undefined : true}
    >
      <circle cx="8" cy="8" r="6.4" stroke="var(--text)" strokeWidth="1.8" />
      {small ? null : <path d="M8 4.6V8l2.2 1.6" stroke="var(--text)" strokeWidth="1.6" />}
      <path d={small ? "M17 8h5.6" : "M16.2 4H21M17 8h5.6M16.2 12h3.2"} stroke="var(--accent)" strokeWidth="1.8" />
    </svg>
  );
}
