import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Account, canReach } from "./account.ts";

/** Where one embedded PostgreSQL keeps itself. */
export interface Places {
  /** PostgreSQL's own data directory. */
  readonly clusterDir: string;
  /** 0700, holds nothing but the socket: whoever can enter it may log in. */
  readonly socketDir: string;
  /** What the server says; errors only. */
  readonly logFile: string;
}

/** sun_path is 108 bytes on Linux and 104 on macOS, the closing zero included. */
const longestSocketPath = 103;

/**
 * Names the places that belong to `dataDir`, creating nothing. They follow from the folder alone, so that another
 * process finds a running database with no more than the same `--data-dir`.
 */
export function findPlaces(dataDir: string, port: number): Places {
  // The server reports where it works as a real path, and the same folder must always give the same places.
  const real = existsSync(dataDir) ? realpathSync(dataDir) : dataDir;
  const location = join(real, "postgres.location");
  const home = existsSync(location) ? readFileSync(location, "utf8").trim() : real;
  const clusterDir = join(home, "postgres");
  return { clusterDir, socketDir: socketDirFor(clusterDir, port), logFile: join(home, "postgres.log") };
}

/**
 * Makes the data folder and, for root whose account cannot enter it (a 0700 home), a home outside that the file
 * `postgres.location` remembers. A remembered home that is gone is an error: an empty database in its place would look
 * like lost work.
 */
export function makePlaces(dataDir: string, account: Account | null, port: number): Places {
  // 0711 lets the account pass through without reading; the keys beside it have a folder of their own.
  mkdirSync(dataDir, { recursive: true, mode: account === null ? 0o700 : 0o711 });
  const location = join(dataDir, "postgres.location");
  if (!existsSync(location) && !canReach(account, dataDir)) {
    const home = join(privateHome(), `data-${shortHash(`${realpathSync(dataDir)} ${process.hrtime.bigint()}`)}`);
    mkdirSync(home, { mode: 0o711 });
    writeFileSync(join(home, "belongs-to"), `${realpathSync(dataDir)}\n`);
    writeFileSync(location, `${home}\n`);
  }
  const places = findPlaces(dataDir, port);
  if (!existsSync(dirname(places.clusterDir))) {
    throw new Error(
      `The database of ${dataDir} lay in ${dirname(places.clusterDir)}, which is gone. ` +
        `Bring it back, or delete ${location} to begin with an empty one.`,
    );
  }
  const owner = statSync(places.clusterDir, { throwIfNoEntry: false })?.uid;
  if (account === null && owner !== undefined && owner !== process.getuid?.()) {
    throw new Error(
      `The database in ${dataDir} belongs to another user (${owner}). Start as that user or as root, ` +
        "or choose another folder with --data-dir.",
    );
  }
  makePrivate(places.socketDir, account);
  return places;
}

/** The host in front satisfies readers of plain URLs; PostgreSQL drivers take the folder behind. */
export function socketUrl(places: Places, port: number, database: string): string {
  return `postgresql://postgres@localhost:${port}/${database}?host=${encodeURIComponent(places.socketDir)}`;
}

/** A folder of ours outside every home; only root ever needs one. /var/tmp is swept by age on many systems: last. */
export function privateHome(): string {
  for (const home of ["/var/lib/haste", "/var/tmp/haste"]) {
    try {
      mkdirSync(home, { recursive: true, mode: 0o755 });
    } catch {
      continue;
    }
    const { uid, mode } = lstatSync(home);
    // In a folder that others may write, a stranger's program could wait under the name of ours.
    if (uid === process.getuid?.() && (mode & 0o022) === 0) return home;
  }
  throw new Error("Neither /var/lib/haste nor /var/tmp/haste can be used: each must belong to root and nobody else.");
}

/** Makes `folder` 0700 and the account's, or refuses one that a stranger made first. */
function makePrivate(folder: string, account: Account | null): void {
  const owner = account?.uid ?? process.getuid?.() ?? 0;
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (account !== null) chownSync(folder, account.uid, account.gid);
  }
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== owner) {
    throw new Error(`${folder} belongs to somebody else; remove it, or choose another --data-dir.`);
  }
  if ((found.mode & 0o077) !== 0) chmodSync(folder, 0o700);
}

function socketDirFor(clusterDir: string, port: number): string {
  const beside = join(dirname(clusterDir), "postgres-socket");
  if (Buffer.byteLength(`${beside}/.s.PGSQL.${port}`) <= longestSocketPath) return beside;
  const short = statSync("/tmp", { throwIfNoEntry: false }) === undefined ? tmpdir() : "/tmp";
  return join(short, `haste-${shortHash(clusterDir)}`);
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
