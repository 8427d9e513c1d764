import { readdirSync, readFileSync } from "node:fs";

/** Bytes of memory that belong to this process, pages shared with others counted by its share (Linux only). */
function pssOf(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1_024;
}

/** The process and everything below it. */
function treeOf(root: number): number[] {
  const below = readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const status = readFileSync(`/proc/${entry}/status`, "utf8");
      return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) === root ? treeOf(Number(entry)) : [];
    } catch {
      // It ended between the listing and the look.
      return [];
    }
  });
  return [root, ...below];
}

/** Memory in bytes (PSS) of these processes and all theirs, each counted once. */
export function memoryOf(roots: readonly number[]): number {
  return [...new Set(roots.flatMap(treeOf))].reduce((sum, pid) => sum + pssOf(pid), 0);
}
