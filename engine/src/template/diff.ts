import { type ContentPart, contentParts, type WrittenEmail } from "./content.ts";

/** Lines that stayed, came or went, in the order of reading. */
export interface DiffRun {
  readonly op: "same" | "added" | "removed";
  readonly text: string;
}

export interface PartDiff {
  readonly part: ContentPart;
  readonly runs: readonly DiffRun[];
}

/** Beyond so many lines that differ, a part is shown as replaced whole: nobody reads such a comparison. */
const mostEdits = 500;

/** What changed from one content to the other, by part; parts that are the same are left out. */
export function diffContents(before: WrittenEmail, after: WrittenEmail): PartDiff[] {
  return contentParts.flatMap((part) => {
    const [was, is] = [before[part] ?? "", after[part] ?? ""];
    return was === is ? [] : [{ part, runs: diffLines(linesOf(was), linesOf(is)) }];
  });
}

/** Each line with its end; HTML without line ends is cut behind its blocks, so that a paragraph is a line. */
function linesOf(text: string): string[] {
  return (
    text
      .match(/[\s\S]*?(?:\n|<\/(?:p|div|li|tr|h[1-6]|table|ul|ol|blockquote)\s*>\n?|<br\s*\/?>\n?|$)/gi)
      ?.filter((line) => line !== "") ?? []
  );
}

/**
 * The shortest edit script (E. W. Myers, "An O(ND) Difference Algorithm", Algorithmica 1, 1986), walked back from its
 * end; what both begin and end with is taken off first.
 */
function diffLines(before: readonly string[], after: readonly string[]): DiffRun[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const room = Math.min(before.length, after.length) - start;
  while (end < room && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const [was, is] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  return joined([
    ...before.slice(0, start).map((text) => ({ op: "same" as const, text })),
    ...editsBetween(was, is),
    ...before.slice(before.length - end).map((text) => ({ op: "same" as const, text })),
  ]);
}

function editsBetween(before: readonly string[], after: readonly string[]): DiffRun[] {
  const traces = furthestPaths(before, after);
  if (traces === null) {
    return [
      ...before.map((text) => ({ op: "removed" as const, text })),
      ...after.map((text) => ({ op: "added" as const, text })),
    ];
  }
  const edits: DiffRun[] = [];
  let [x, y] = [before.length, after.length];
  for (let depth = traces.length - 1; depth >= 0; depth -= 1) {
    const reached = traces[depth] as Map<number, number>;
    const k = x - y;
    const isDown = k === -depth || (k !== depth && (reached.get(k - 1) ?? -1) < (reached.get(k + 1) ?? -1));
    const fromX = depth === 0 ? 0 : (reached.get(isDown ? k + 1 : k - 1) ?? 0);
    const fromY = depth === 0 ? 0 : fromX - (isDown ? k + 1 : k - 1);
    while (x > fromX && y > fromY) {
      x -= 1;
      y -= 1;
      edits.push({ op: "same", text: before[x] as string });
    }
    if (depth === 0) break;
    edits.push(
      isDown ? { op: "added", text: after[fromY] as string } : { op: "removed", text: before[fromX] as string },
    );
    [x, y] = [fromX, fromY];
  }
  return edits.reverse();
}

/** For each number of edits, how far each diagonal was reached before; null where there are too many edits. */
function furthestPaths(before: readonly string[], after: readonly string[]): Map<number, number>[] | null {
  let reached = new Map<number, number>([[1, 0]]);
  const traces: Map<number, number>[] = [];
  const most = Math.min(before.length + after.length, mostEdits);
  for (let depth = 0; depth <= most; depth += 1) {
    traces.push(reached);
    const next = new Map(reached);
    for (let k = -depth; k <= depth; k += 2) {
      const isDown = k === -depth || (k !== depth && (next.get(k - 1) ?? -1) < (next.get(k + 1) ?? -1));
      let x = isDown ? (next.get(k + 1) ?? 0) : (next.get(k - 1) ?? 0) + 1;
      while (x < before.length && x - k < after.length && before[x] === after[x - k]) x += 1;
      next.set(k, x);
      if (x >= before.length && x - k >= after.length) return traces;
    }
    reached = next;
  }
  return null;
}

/** Neighbors of one kind in one run. */
function joined(runs: readonly DiffRun[]): DiffRun[] {
  const kept: DiffRun[] = [];
  for (const run of runs) {
    const last = kept.at(-1);
    if (last?.op === run.op) kept[kept.length - 1] = { op: run.op, text: last.text + run.text };
    else kept.push(run);
  }
  return kept;
}
