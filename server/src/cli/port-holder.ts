import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { basename } from "node:path";
import { isOurCommand } from "./running-product.ts";

/** A process that listens on a port. */
export interface PortHolder {
  readonly pid: number;
  /** As it was started, shortened. */
  readonly command: string;
}

export type PortState = "free" | "used" | "forbidden" | "no such address";

const states: Readonly<Record<string, PortState>> = {
  EADDRINUSE: "used",
  EACCES: "forbidden",
  EADDRNOTAVAIL: "no such address",
  ENOTFOUND: "no such address",
};

const longestCommand = 60;

/** Tries to listen for an instant. @throws whatever the system says that is none of the states */
export function tryPort(host: string, port: number): Promise<PortState> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (err: NodeJS.ErrnoException) => {
      const state = states[err.code ?? ""];
      if (state === undefined) reject(err);
      else resolve(state);
    });
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve("free")));
  });
}

/**
 * Who listens on a TCP port, as far as Linux tells us: /proc/net/tcp names the socket's inode, and the process that
 * holds it has it among its open files. Other users' processes show only to root; elsewhere nothing shows.
 */
export function findPortHolder(port: number): PortHolder | null {
  const inodes = new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => listeningInodes(readOr(file), port)));
  if (inodes.size === 0) return null;
  for (const pid of listOr("/proc").filter((name) => /^\d+$/.test(name))) {
    const isHolder = listOr(`/proc/${pid}/fd`).some((fd) => inodes.has(socketOf(`/proc/${pid}/fd/${fd}`)));
    if (isHolder) return { pid: Number(pid), command: commandOf(pid) };
  }
  return null;
}

/** Lines of /proc/net/tcp: `sl local_address rem_address st … uid timeout inode`; state 0A is LISTEN. */
export function listeningInodes(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  return table
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = "", , state]) => state === "0A" && local.endsWith(`:${wanted}`))
    .map((fields) => fields[9] ?? "");
}

function socketOf(link: string): string {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(link))?.[1] ?? "";
  } catch {
    return "";
  }
}

/** Its program without the folder, and its arguments as far as they fit. */
function commandOf(pid: string): string {
  const [program = "", ...words] = readOr(`/proc/${pid}/cmdline`).split("\0");
  if (isOurCommand(words)) return "hasteCRM Outreach";
  const command = [basename(program), ...words].join(" ").trim() || readOr(`/proc/${pid}/comm`).trim();
  return command.length <= longestCommand ? command : `${command.slice(0, longestCommand - 1)}…`;
}

function readOr(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function listOr(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
