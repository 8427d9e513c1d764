/** Joins class names and leaves out what is false: `cx(s.row, active && s.active)`. */
export function cx(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(" ");
}
