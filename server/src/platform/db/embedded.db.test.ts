import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chownSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { makeServerFolder } from "../../../../tests/support/cluster.ts";
import { locatePackage, makeLinks, prepareBinaries } from "./embedded/binaries.ts";
import { findPlaces } from "./embedded/places.ts";
import { findPostmaster, isAlive, stopPostmaster } from "./embedded/postmaster.ts";
import { findEmbedded } from "./embedded.ts";

// Each test starts real servers, some three times; a loaded machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const program = join(import.meta.dirname, "../../../../tests/support/keep-database.ts");
const isRoot = process.getuid?.() === 0;
const needsRoot = "only root may start it as somebody else";

/** Why nobody else can run what lies in this checkout, if so. A clone in a home of 0700 is tried by its own user instead. */
function closedToOthers(): string | undefined {
  if (!isRoot) return needsRoot;
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0)
      return `nobody else may enter ${folder}, so nobody else can run this checkout`;
  }
  return undefined;
}

/** A product reduced to its database, in a process of its own that a test may kill. */
interface Product {
  readonly process: ChildProcess;
  readonly url: string;
  readonly refused: string;
}

let folder: string;
let dataDir: string;
let products: ChildProcess[];

beforeEach(() => {
  folder = makeServerFolder();
  dataDir = join(folder, "haste");
  products = [];
});
afterEach(async () => {
  for (const product of products) await end(product, "SIGKILL");
  const left = postmaster();
  if (left !== null) await stopPostmaster(left);
  rmSync(findPlaces(dataDir, 5432).socketDir, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function start(options: { readonly uid?: number; readonly gid?: number } = {}): Promise<Product> {
  const child = spawn(process.execPath, [program, dataDir], { ...options, stdio: ["ignore", "pipe", "inherit"] });
  products.push(child);
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { process: child, url: "", refused: "", ...(JSON.parse(line) as Partial<Product>) };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
}

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

function ownerOf(path: string): { uid: number; gid: number } {
  const { uid, gid } = statSync(path);
  return { uid, gid };
}

const postmaster = () => findPostmaster(findPlaces(dataDir, 5432).clusterDir);

describe("the embedded database", () => {
  test("keeps what was written over a stop and a start, and leaves no process behind", async () => {
    const first = await start();
    await ask(first.url, "create table kept as select 1 as n");
    const pid = postmaster() ?? 0;
    expect(isAlive(pid)).toBe(true);
    await end(first.process, "SIGTERM");
    expect(isAlive(pid)).toBe(false);
    expect(findEmbedded(dataDir)).toBeNull();
    const second = await start();
    expect(await ask(second.url, "select n from kept")).toEqual([{ n: 1 }]);
  });

  test("is found by another process through its data folder alone", async () => {
    const { url } = await start();
    expect(findEmbedded(dataDir)).toBe(url);
    expect(await ask(findEmbedded(dataDir) ?? "", "select current_database() as name")).toEqual([{ name: "haste" }]);
  });

  test("listens on no port and admits its own user only", async () => {
    const { url } = await start();
    expect(await ask(url, "show listen_addresses")).toEqual([{ listen_addresses: "" }]);
    expect(statSync(findPlaces(dataDir, 5432).socketDir).mode & 0o777).toBe(0o700);
  });

  test("belongs to one product: the second is told which process has it", async () => {
    const first = await start();
    const second = await start();
    expect(second.refused).toContain(`${dataDir} is in use by another running product (process ${first.process.pid})`);
    expect(await ask(first.url, "select 1 as n")).toEqual([{ n: 1 }]);
  });

  test("of two products that start at once on an empty folder one runs and one is refused", async () => {
    const both = await Promise.all([start(), start()]);
    expect(both.filter((product) => product.url !== "")).toHaveLength(1);
    expect(both.filter((product) => product.refused.includes("in use by another running product"))).toHaveLength(1);
  });

  test("survives a killed product and is taken over by the next one as it runs", async () => {
    const first = await start();
    const pid = postmaster();
    await end(first.process, "SIGKILL");
    expect(postmaster()).toBe(pid);
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(postmaster()).toBe(pid);
    await end(second.process, "SIGTERM");
    expect(postmaster()).toBeNull();
  });

  test("comes back by itself when its server is killed, with everything it confirmed", async () => {
    const { url } = await start();
    await ask(url, "create table confirmed as select 7 as n");
    const killed = postmaster() ?? 0;
    process.kill(killed, "SIGKILL");
    await expect
      .poll(() => ask(url, "select n from confirmed").catch(() => null), { timeout: 15_000 })
      .toEqual([{ n: 7 }]);
    expect(postmaster()).not.toBe(killed);
  });

  test("is replaced when it runs but somebody swept its socket away", async () => {
    const first = await start();
    const unreachable = postmaster();
    await end(first.process, "SIGKILL");
    rmSync(findPlaces(dataDir, 5432).socketDir, { recursive: true });
    const second = await start();
    expect(await ask(second.url, "select 1 as n")).toEqual([{ n: 1 }]);
    expect(postmaster()).not.toBe(unreachable);
  });

  test("starts although a lock file names a process that is somebody else's now", async () => {
    await end((await start()).process, "SIGTERM");
    const { clusterDir, socketDir } = findPlaces(dataDir, 5432);
    const bystander = spawn("sleep", ["60"], { ...(isRoot ? ownerOf(clusterDir) : {}), cwd: "/" });
    products.push(bystander);
    const stale = `${bystander.pid}\n${clusterDir}\n1700000000\n5432\n${socketDir}\n\n  123 456\nready   \n`;
    writeFileSync(join(clusterDir, "postmaster.pid"), stale);
    writeFileSync(join(socketDir, ".s.PGSQL.5432.lock"), stale);
    const next = await start();
    expect(next.refused).toBe("");
    expect(postmaster()).not.toBe(bystander.pid);
  });

  test("made by another major version is refused, not touched", async () => {
    await end((await start()).process, "SIGTERM");
    const file = join(findPlaces(dataDir, 5432).clusterDir, "PG_VERSION");
    const version = readFileSync(file, "utf8");
    writeFileSync(file, "17\n");
    expect((await start()).refused).toMatch(/was made by PostgreSQL 17/);
    writeFileSync(file, version);
  });

  test("works in a folder whose path is too long for a socket", async () => {
    dataDir = join(folder, "long".repeat(30), "haste");
    const { url } = await start();
    expect(await ask(url, "select 1 as n")).toEqual([{ n: 1 }]);
    expect(findEmbedded(dataDir)).toBe(url);
  });

  test("is reached through a linked data folder too", async () => {
    const { url } = await start();
    const alias = join(folder, "alias");
    symlinkSync(dataDir, alias);
    expect(findEmbedded(alias)).toBe(url);
  });
});

describe("the accounts it runs as", () => {
  test("root starts it in a home that nobody else may enter", async (context) => {
    if (!isRoot) context.skip(needsRoot);
    const home = join(folder, "home");
    mkdirSync(home, { mode: 0o700 });
    dataDir = join(home, "clone", ".haste");
    const first = await start();
    expect(first.refused).toBe("");
    const outside = dirname(findPlaces(dataDir, 5432).clusterDir);
    expect(outside).toMatch(/^\/var\/(lib|tmp)\/haste\//);
    await ask(first.url, "create table kept as select 1 as n");
    await end(first.process, "SIGTERM");
    const second = await start();
    expect(await ask(second.url, "select n from kept")).toEqual([{ n: 1 }]);
    await end(second.process, "SIGTERM");
    rmSync(outside, { recursive: true });
    expect((await start()).refused).toMatch(/which is gone/);
    rmSync(home, { recursive: true });
  });

  test("an ordinary user starts it in a home of 0700, and root may start it there later", async (context) => {
    const closed = closedToOthers();
    if (closed !== undefined) context.skip(closed);
    const nobody = { uid: 65_534, gid: 65_534 };
    const home = join(folder, "home");
    mkdirSync(home, { mode: 0o700 });
    chownSync(home, nobody.uid, nobody.gid);
    dataDir = join(home, ".haste");
    const first = await start(nobody);
    expect(first.refused).toBe("");
    expect(await ask(first.url, "select 1 as n")).toEqual([{ n: 1 }]);
    await end(first.process, "SIGTERM");
    const second = await start();
    expect(second.refused).toBe("");
    expect(ownerOf(findPlaces(dataDir, 5432).clusterDir)).toEqual(nobody);
  });

  test("binaries in a home that its account cannot enter are copied once per version", (context) => {
    if (!isRoot) context.skip(needsRoot);
    const home = join(folder, "home");
    mkdirSync(home, { mode: 0o700 });
    cpSync(join(locatePackage(), ".."), home, { recursive: true, verbatimSymlinks: true });
    const nobody = { name: "nobody", uid: 65_534, gid: 65_534 };
    const copied = prepareBinaries(nobody, join(home, "native"));
    expect(copied.postgres).toMatch(/^\/var\/(lib|tmp)\/haste\/postgresql-18/);
    const made = statSync(copied.postgres).ctimeMs;
    expect(prepareBinaries(nobody, join(home, "native"))).toEqual(copied);
    expect(statSync(copied.postgres).ctimeMs).toBe(made);
  });

  test("an ordinary user is told whose database it is when root made it", async (context) => {
    const closed = closedToOthers();
    if (closed !== undefined) context.skip(closed);
    await end((await start()).process, "SIGTERM");
    expect((await start({ uid: 65_534, gid: 65_534 })).refused).toMatch(/belongs to another user/);
  });
});

test("library links that an install without scripts left out are made at the start", () => {
  const native = join(folder, "package", "native");
  mkdirSync(join(native, "lib"), { recursive: true });
  writeFileSync(join(native, "lib", "libpq.so.5.18"), "library");
  const links = [{ source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" }];
  writeFileSync(join(native, "pg-symlinks.json"), JSON.stringify(links));
  expect(makeLinks(native)).toBe(true);
  expect(makeLinks(native)).toBe(true);
  expect(readFileSync(join(native, "lib", "libpq.so.5"), "utf8")).toBe("library");
  cpSync(native, join(folder, "moved"), { recursive: true, verbatimSymlinks: true });
  expect(readdirSync(join(folder, "moved", "lib"))).toContain("libpq.so.5");
});
