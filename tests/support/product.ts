import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, watch } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Client, createClient } from "@haste/contract/client";
import { sandboxMailPassword } from "../../server/src/catalog/sandbox/index.ts";
import { makeWorkspace } from "../../server/src/cli/make-workspace.ts";
import { loadMasterKey } from "../../server/src/platform/crypto/index.ts";
import { findPlaces } from "../../server/src/platform/db/embedded/places.ts";
import { findPostmaster, stopPostmaster } from "../../server/src/platform/db/embedded/postmaster.ts";
import { openDatabase } from "../../server/src/platform/db/index.ts";
import { makeServerFolder } from "./cluster.ts";
import { testLog } from "./database.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const main = join(root, "server", "src", "main.ts");

/** A workspace of a running product, and the API with a key of its owner. */
export interface Place {
  readonly url: string;
  readonly workspaceId: string;
  readonly apiKey: string;
  readonly api: Client;
}

/** The whole product in a process of its own, as `npm start` runs it. */
export interface Product extends Place {
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly sandbox: { readonly smtpPort: number; readonly imapPort: number };
  /** From the start of the process to its answer. */
  readonly startMs: number;
  readonly pid: number;
  /** Another workspace, as `haste workspace create` makes it: a sandbox has one sending account, and nothing else. */
  workspace(mode?: "sandbox" | "live", timezone?: string): Promise<Place>;
  /** A link that lets a browser in as the workspace's owner, once; from `haste claim`. */
  claimLink(workspaceId: string): Promise<string>;
  /** The API with another key: a workspace's, say, that was made before a restart. */
  apiWith(apiKey: string): Client;
  /** What opens the mailbox of a sandbox's sending account over SMTP and IMAP. */
  mailPassword(workspaceId: string, address: string): string;
  /** Everything it printed so far. */
  output(): string;
  /** Ctrl-C; resolves with its exit code. The data folder stays. */
  interrupt(): Promise<number | null>;
  /** Ends it at once, mid-statement. The data folder and its database stay. */
  kill9(): Promise<void>;
  /** Starts it again on the same data folder. */
  restart(): Promise<Product>;
  /** Ends it and removes its data folder. */
  stop(): Promise<void>;
}

export interface ProductOptions {
  /** Default: the embedded one. */
  readonly databaseUrl?: string;
  /** Whether there is a demo world; default false. Without it `api` has no key: ask `workspace()`. */
  readonly demo?: boolean;
  /** Whether six weeks lie behind it; default false, so that a world begins with what the test does. */
  readonly demoPast?: boolean;
  readonly flags?: readonly string[];
  /** Whether its data folder stays where it does not start: a bench fills one for many minutes. Default false. */
  readonly keepsFolder?: boolean;
}

/** What the ready file says. */
interface Ready {
  readonly url: string;
  readonly apiKey?: string;
  readonly workspaceId: string | null;
  readonly sandbox: { readonly smtpPort: number; readonly imapPort: number };
  readonly databaseUrl: string;
  readonly pid: number;
}

/** Whoever has not stopped by then never would. */
const stopMs = 30_000;

/** Starts the product on a free port; its data folder is fresh unless it is given. */
export async function startProduct(options: ProductOptions = {}, dataDir = makeServerFolder()): Promise<Product> {
  const readyFile = join(dataDir, "ready.json");
  rmSync(readyFile, { force: true });
  const begun = performance.now();
  const child = spawn(process.execPath, [main, "up", ...flagsOf(options, dataDir, readyFile)], {
    cwd: root,
    env: plainEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = keepOutput(child);
  const endWithUs = () => child.kill("SIGKILL");
  process.once("exit", endWithUs);
  const ended = once(child, "exit").then(([code]) => {
    process.off("exit", endWithUs);
    return code as number | null;
  });
  try {
    const ready = await readyOf(readyFile, ended, output);
    return describe(options, { dataDir, child, ended, output, ready, startMs: performance.now() - begun });
  } catch (err) {
    child.kill("SIGKILL");
    await ended;
    if (options.keepsFolder !== true) await removeFolder(dataDir);
    throw err;
  }
}

interface Parts {
  readonly dataDir: string;
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  readonly output: () => string;
  readonly ready: Ready;
  readonly startMs: number;
}

function describe(options: ProductOptions, parts: Parts): Product {
  const { dataDir, child, ended, output, ready, startMs } = parts;
  const master = () => loadMasterKey({ file: join(dataDir, "keys", "master.key"), mayCreate: false });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    let isLate = false;
    const deadline = setTimeout(() => {
      isLate = true;
      child.kill("SIGKILL");
    }, stopMs);
    const code = await ended;
    clearTimeout(deadline);
    if (isLate) throw new Error(`The product did not stop within ${stopMs} ms. It said:\n${output()}`);
    return code;
  };
  return {
    ...placeOf(ready.url, ready.workspaceId ?? "", ready.apiKey ?? ""),
    dataDir,
    databaseUrl: ready.databaseUrl,
    sandbox: ready.sandbox,
    startMs,
    pid: ready.pid,
    async workspace(mode = "sandbox", timezone = "UTC") {
      const database = openDatabase(ready.databaseUrl, { log: testLog });
      try {
        const made = await makeWorkspace({ database, master: master() }, { name: "Flow", mode, timezone });
        return placeOf(ready.url, made.workspaceId, made.apiKey);
      } finally {
        await database.close();
      }
    },
    async claimLink(workspaceId) {
      const args = [main, "claim", "--workspace", workspaceId, "--data-dir", dataDir, "--json"];
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env: plainEnvironment() });
      return (JSON.parse(stdout) as { url: string }).url;
    },
    apiWith: (apiKey) => placeOf(ready.url, "", apiKey).api,
    mailPassword(workspaceId, address) {
      const key = createHmac("sha256", master().key).update("sandbox mail servers").digest();
      return sandboxMailPassword(key, workspaceId, address);
    },
    output,
    interrupt: () => end("SIGINT"),
    kill9: () => end("SIGKILL").then(() => {}),
    restart: () => startProduct(options, dataDir),
    async stop() {
      await end("SIGINT");
      await removeFolder(dataDir);
    },
  };
}

function placeOf(url: string, workspaceId: string, apiKey: string): Place {
  const api = createClient({ baseUrl: url, headers: { authorization: `Bearer ${apiKey}` } });
  return { url, workspaceId, apiKey, api };
}

function flagsOf(options: ProductOptions, dataDir: string, readyFile: string): string[] {
  return [
    ...["--port", "0", "--data-dir", dataDir, "--ready-file", readyFile, "--log-level", "warn"],
    ...(options.databaseUrl === undefined ? [] : ["--database-url", options.databaseUrl]),
    ...(options.demo === true ? [] : ["--no-demo"]),
    ...(options.demoPast === true ? [] : ["--no-demo-past"]),
    ...(options.flags ?? []),
  ];
}

/** Ours would configure the product; the test runner's would change how Node runs it. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:HASTE_|VITEST|NODE_OPTIONS$|NODE_ENV$)/.test(name));
  return Object.fromEntries(kept);
}

function keepOutput(child: ChildProcess): () => string {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  }
  return () => chunks.join("");
}

/** The file is moved into place whole, so that seeing it is reading all of it. */
function readyOf(file: string, ended: Promise<number | null>, output: () => string): Promise<Ready> {
  return new Promise((resolve, reject) => {
    const watcher = watch(join(file, ".."));
    const done = (settle: () => void) => {
      watcher.close();
      clearTimeout(deadline);
      settle();
    };
    const look = () => {
      if (existsSync(file)) done(() => resolve(JSON.parse(readFileSync(file, "utf8")) as Ready));
    };
    const fail = (reason: string) => done(() => reject(new Error(`The product ${reason}. It said:\n${output()}`)));
    const deadline = setTimeout(() => fail("was not ready within 60 s"), 60_000);
    watcher.on("change", look);
    ended.then(
      (code) => fail(`ended with ${code} before it was ready`),
      (err: unknown) => fail(`did not start: ${String(err)}`),
    );
    look();
  });
}

/** A killed product leaves its database running. */
async function removeFolder(dataDir: string): Promise<void> {
  const orphan = findPostmaster(findPlaces(dataDir, 5432).clusterDir);
  if (orphan !== null) await stopPostmaster(orphan);
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
}
