import { readdirSync, readFileSync } from "node:fs";

/** USER_HZ: what /proc counts in, the same on every Linux of today. */
const tickUs = 10_000;

function statOf(pid: string): { parent: number; name: string; cpuUs: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const name = text.slice(text.indexOf("(") + 1, text.lastIndexOf(")"));
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(fields[1]), name, cpuUs: (Number(fields[11]) + Number(fields[12])) * tickUs };
  } catch {
    return null;
  }
}

/** CPU in µs of a process and everything below it that is alive now (Linux only). */
export function treeCpuUs(root: number): number {
  const all = new Map<number, { parent: number; cpuUs: number }>();
  for (const entry of readdirSync("/proc")) {
    const stat = /^\d+$/.test(entry) ? statOf(entry) : null;
    if (stat !== null) all.set(Number(entry), stat);
  }
  const isBelow = (pid: number): boolean => pid === root || (all.has(pid) && isBelow(all.get(pid)?.parent ?? 0));
  return [...all].reduce((sum, [pid, { cpuUs }]) => (isBelow(pid) ? sum + cpuUs : sum), 0);
}

/** CPU in µs of this process. */
export function ownCpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
