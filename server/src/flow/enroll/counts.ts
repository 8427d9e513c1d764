export type Counts = Readonly<Record<string, number>>;

export function addCounts(counts: Counts, added: Counts): Record<string, number> {
  const sum: Record<string, number> = { ...counts };
  for (const [name, count] of Object.entries(added)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
