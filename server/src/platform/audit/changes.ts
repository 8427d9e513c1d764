/** A field of something before and after it was changed; null where it was not there. */
export interface FieldChange {
  readonly before: unknown;
  readonly after: unknown;
}

/** Fields that move with every write and tell nothing. */
const silent: ReadonlySet<string> = new Set(["version", "updatedAt"]);

/** The log tells that a text was changed; the text itself has its own history where that matters. */
const longestText = 2_000;

/** Which fields differ between what could be read of a thing before and after; both sides as the API shows them. */
export function changesBetween(before: object | null, after: object | null): Record<string, FieldChange> {
  const was = (before ?? {}) as Readonly<Record<string, unknown>>;
  const is = (after ?? {}) as Readonly<Record<string, unknown>>;
  const changes: Record<string, FieldChange> = {};
  for (const field of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (silent.has(field)) continue;
    const [one, other] = [was[field] ?? null, is[field] ?? null];
    if (JSON.stringify(one) !== JSON.stringify(other)) changes[field] = { before: shorten(one), after: shorten(other) };
  }
  return changes;
}

function shorten(value: unknown): unknown {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length <= longestText ? value : `${text.slice(0, longestText)}…`;
}
