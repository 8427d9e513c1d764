import { statfsSync } from "node:fs";
import { totalmem } from "node:os";

const mebibyte = 1024 * 1024;

/** Settings given on the command line, where they win over postgresql.conf. */
export type ServerSettings = Readonly<Record<string, string>>;

/** What every embedded server of ours needs, whatever it is for. */
const always: ServerSettings = {
  listen_addresses: "",
  unix_socket_permissions: "0700",
  timezone: "UTC",
  log_timezone: "UTC",
  // Statements and details carry people's addresses; errors reach our own log through the driver anyway.
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_checkpoints: "off",
  // Short statements only: compiling one costs more than running it.
  jit: "off",
  random_page_cost: "1.1",
  // Parallel plans take /dev/shm, 64 MB in a container, and a second core from the workers.
  max_parallel_workers_per_gather: "0",
  max_parallel_maintenance_workers: "0",
};

/**
 * Measured with inserts of emails in batches of 500: shared_buffers 1 GB and max_wal_size 8 GB give 67,000 rows/s, the
 * defaults 24,000. Buffers are touched only when used, so a small idle database stays small; both are scaled down on
 * small machines and disks. wal_buffers stays at its automatic 16 MB: 64 MB inserted no faster (114–180 against
 * 139–179 thousand rows/s, November 2026) and cost 48 MB of an idle product, because they are zeroed at the start.
 * fsync, full_page_writes and synchronous_commit stay on.
 */
export function productSettings(clusterDir: string): ServerSettings {
  const memory = availableMemory();
  const sharedBuffers = clamp(memory / 8, 128 * mebibyte, 1024 * mebibyte);
  const disk = statfsSync(clusterDir);
  const maxWal = clamp((disk.bavail * disk.bsize) / 10, 512 * mebibyte, 8192 * mebibyte);
  return {
    ...always,
    max_connections: "100",
    shared_buffers: inMebibytes(sharedBuffers),
    effective_cache_size: inMebibytes(Math.max(memory / 2, sharedBuffers)),
    max_wal_size: inMebibytes(maxWal),
    min_wal_size: "128MB",
    checkpoint_timeout: "15min",
    // 16 MB sorts fit reports of a quarter; a hundred sessions never do so at once.
    work_mem: "16MB",
    maintenance_work_mem: inMebibytes(clamp(memory / 64, 64 * mebibyte, 256 * mebibyte)),
    autovacuum_max_workers: "2",
    io_workers: "1",
  };
}

/** A server that lives for one run of tests: nothing it holds is worth a disk flush. */
export const testSettings: ServerSettings = {
  ...always,
  max_connections: "200",
  shared_buffers: "256MB",
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "2GB",
  autovacuum: "off",
  io_workers: "1",
};

/** The machine's memory or the container's share of it, in bytes. */
function availableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

function inMebibytes(bytes: number): string {
  return `${Math.floor(bytes / mebibyte)}MB`;
}
