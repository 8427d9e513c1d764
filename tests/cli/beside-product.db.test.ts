import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findEmbedded } from "../../server/src/platform/db/index.ts";
import { makeServerFolder } from "../support/cluster.ts";
import { haste, hasteJson, hasteReading, type Serving, serve } from "./haste.ts";

interface Finding {
  readonly check: string;
  readonly state: string;
  readonly detail: string;
  readonly remedy: string | null;
}
type Examined = { readonly ok: boolean; readonly checks: readonly Finding[] };

const csv = "E-mail,Name,City\nada@example.com,Ada Lovelace,London\nnobody,No Address,Rome\n";

describe("beside a running product", () => {
  const dataDir = makeServerFolder();
  const at = ["--data-dir", dataDir];
  const file = (name: string) => path.join(dataDir, name);
  let product: Serving;

  beforeAll(async () => {
    product = await serve(["up", "--port", "0", "--no-demo-past", ...at, "--log-level", "warn"], file("ready.json"));
    writeFileSync(file("people.csv"), csv);
  }, 120_000);
  afterAll(async () => {
    await product.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  const get = (where: string, key: string) =>
    fetch(`${product.ready.url}/api/v1${where}`, { headers: { authorization: `Bearer ${key}` } });
  const demo = () => ({ id: product.ready.workspaceId ?? "", key: product.ready.apiKey ?? "" });
  const examine = async (): Promise<Examined> => JSON.parse((await haste(["doctor", ...at, "--json"])).stdout);

  test("the first screen says where it answers, what it is and how it stops, and nothing else", () => {
    const screen = product.stdout();
    expect(screen).toMatch(/^\nhasteCRM Outreach \d+\.\d+\.\d+ is running\n/);
    expect(screen).toContain(`Open     ${product.ready.url}`);
    for (const word of ["Sandbox", "Next", "Trouble", "Stop     Ctrl-C"]) expect(screen).toContain(word);
    expect(screen.split("\n").length).toBeLessThan(24);
    expect(product.stderr()).toBe("");
  });

  test("the ready file was written by a product that answers already", async () => {
    expect(product.ready).toMatchObject({ dataDir, pid: product.pid, databaseUrl: expect.stringContaining("host=") });
    expect((await fetch(`${product.ready.url}/readyz`)).status).toBe(200);
    expect((await get("/me", demo().key)).status).toBe(200);
  });

  test("a new workspace's key opens that workspace at once", async () => {
    const made = await hasteJson<{ workspaceId: string; apiKey: string }>([
      ...["workspace", "create", "Trial", "--mode", "sandbox", "--timezone", "Asia/Tokyo"],
      ...at,
    ]);
    expect(made.apiKey).toMatch(/^hc_test_/);
    const me = await (await get("/me", made.apiKey)).json();
    expect(me.workspace).toMatchObject({
      id: made.workspaceId,
      name: "Trial",
      mode: "sandbox",
      timezone: "Asia/Tokyo",
    });
    const accounts = await (await get("/sending-accounts", made.apiKey)).json();
    expect(accounts.data).toHaveLength(1);
  });

  test("a printed claim link signs its opener in, once", async () => {
    const { stdout, code } = await haste(["claim", ...at]);
    expect(code).toBe(0);
    const link = new URL(stdout.trim());
    expect(link.origin).toBe(product.ready.url);
    const open = () =>
      fetch(`${product.ready.url}/api/v1/auth/claim`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: link.origin },
        body: JSON.stringify({ token: link.hash.slice(1) }),
      });
    const first = await open();
    expect(first.status).toBeLessThan(300);
    expect(first.headers.get("set-cookie")).toMatch(/HttpOnly/i);
    expect(await (await open()).json()).toMatchObject({ code: "claim_spent" });
  });

  test("a claim for a workspace that does not exist lists those that do", async () => {
    const unknown = "01890000-0000-7000-8000-000000000000";
    const { code, stderr } = await haste(["claim", "--workspace", unknown, ...at]);
    expect(code).toBe(1);
    expect(stderr).toContain(`There is no workspace ${unknown}.`);
    expect(stderr).toContain(`${demo().id} (Demo world)`);
  });

  test("an import is tried dry, then done, and the row left out is written down with its reason", async () => {
    const args = ["import", file("people.csv"), ...at];
    const mapping = ["--mapping", "E-mail=email", "Name=fullName", "City=custom.city"];
    expect(await hasteJson([...args, ...mapping, "--dry-run"])).toMatchObject({
      workspaceId: demo().id,
      isDryRun: true,
      rowCount: 2,
      counts: { create: 1, invalid: 1 },
      errorsFile: null,
    });
    const done = await haste([...args, ...mapping, "--errors", file("bad.csv")]);
    expect(done).toMatchObject({ code: 0, stderr: "" });
    expect(done.stdout).toMatch(/^2 rows imported into "Demo world":\n +1 new\n +1 not usable, left out\n/);
    expect(readFileSync(file("bad.csv"), "utf8")).toMatch(
      /^\uFEFFImport error.*\r\n\w+,[^,]+,nobody,No Address,Rome\r\n$/,
    );
    const again = await hasteJson<{ counts: unknown }>([...args, ...mapping]);
    expect(again.counts).toEqual({ unchanged: 1, invalid: 1 });
  });

  test("an import into a column that is not there names it", async () => {
    const { code, stderr } = await haste(["import", file("people.csv"), "--mapping", "Mail=email", ...at]);
    expect(code).toBe(1);
    expect(stderr).toContain('The file has no column "Mail".');
  });

  test("a suppression typed and taken off counts in the product at once, and the log says why", async () => {
    const listed = async (q: string) =>
      (await (await get(`/suppressions?q=${q}`, demo().key)).json()).data as { domain: string | null; note: string }[];
    const added = await haste(["suppress", "add", "Ada@Heron.example", "heron.example", "--note", "By phone", ...at]);
    expect(added).toMatchObject({ code: 0, stderr: "" });
    expect(added.stdout).toMatch(/^ {2}ada@heron\.example +manual +everything +for good +By phone$/m);
    expect(await listed("heron.example")).toMatchObject([{ domain: "heron.example", note: "By phone" }]);

    const off = ["suppress", "remove", "heron.example", "--reason", "They wrote to us", ...at];
    expect((await haste(off)).code).toBe(0);
    expect(await listed("heron.example")).toEqual([]);
    const twice = await haste(["suppress", "remove", "ada@heron.example", ...off.slice(2)]);
    expect(twice.code).toBe(1);
    expect(twice.stderr).toContain("heron.example is not suppressed for everything; nothing was taken off.");
    const left = await hasteJson(["suppress", "list", "--starts-with", "ada@", ...at]);
    expect(left).toMatchObject({ suppressions: [{ email: "ada@heron.example" }], hasMore: false });
    const log = await (await get("/audit-log?limit=20", demo().key)).text();
    expect(log).toContain("They wrote to us");
  });

  test("suppressions piped in are told line by line, and a file that was written is read again without a change", async () => {
    const piped = await hasteReading("address,scope\nbo@ibis.example,\nadd me,\ncy@ibis.example,topic:None\n", [
      ...["suppress", "import", "-", "--json", ...at],
    ]);
    expect({ code: piped.code, ...JSON.parse(piped.stdout) }).toMatchObject({
      ...{ code: 1, added: 1, known: 0, refused: 2 },
      lines: [
        { line: 3, value: "add me" },
        { line: 4, value: "cy@ibis.example" },
      ],
    });
    const out = await haste(["suppress", "export", ...at]);
    expect(out.stdout).toContain("\r\nbo@ibis.example,manual,import,,,");
    expect(await haste(["suppress", "export", "--out", file("suppressions.csv"), ...at])).toMatchObject({ code: 0 });
    expect(readFileSync(file("suppressions.csv"), "utf8")).toMatch(/^\uFEFFaddress,reason,/);
    const again = ["suppress", "import", file("suppressions.csv"), ...at];
    expect(await hasteJson(again)).toMatchObject({ added: 0, refused: 0 });
  });

  test("a suppression for a topic that is not there names it, and adds nobody", async () => {
    const args = ["suppress", "add", "eve@ibis.example", "--scope", "topic:No such", ...at];
    expect(await haste(args)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no topic "No such"'),
    });
    const { suppressions } = await hasteJson<{ suppressions: unknown[] }>([
      ...["suppress", "list", "--starts-with", "eve@", ...at],
    ]);
    expect(suppressions).toEqual([]);
  });

  test("migrate finds nothing to do and disturbs nobody", async () => {
    expect(await hasteJson(["migrate", ...at])).toEqual({ applied: [] });
    expect((await fetch(`${product.ready.url}/readyz`)).status).toBe(200);
  });

  test("doctor finds everything in order, and the worker and the address of the product", async () => {
    const { ok, checks } = await examine();
    expect(checks.filter((finding) => finding.state !== "ok")).toEqual([]);
    expect(ok).toBe(true);
    const details = Object.fromEntries(checks.map(({ check, detail }) => [check, detail]));
    expect(details.port).toContain(`${product.ready.url} (process ${product.pid})`);
    expect(details.worker).toContain(`process ${product.pid}`);
  });

  test("doctor finds a master key that others can read, and says the command that mends it", async () => {
    const key = path.join(dataDir, "keys", "master.key");
    chmodSync(key, 0o644);
    const { ok, checks } = await examine();
    expect(ok).toBe(false);
    expect(checks.filter((finding) => finding.state === "failing")).toEqual([
      expect.objectContaining({ check: "master key", remedy: `Run: chmod 600 ${key}` }),
    ]);
    chmodSync(key, 0o600);
    expect((await examine()).ok).toBe(true);
  });

  test("doctor finds a sending account that a fault has paused, and its reason, but no person's own pause", async () => {
    const pause = async (reason: string) => {
      const client = new pg.Client({ connectionString: product.ready.databaseUrl });
      await client.connect();
      await client.query("update sending_accounts set status = 'paused', status_reason = $2 where workspace_id = $1", [
        demo().id,
        reason,
      ]);
      await client.end();
    };
    await pause("Paused by Amina Yusuf");
    expect((await examine()).ok).toBe(true);
    await pause("The server refused the password.");
    const { ok, checks } = await examine();
    expect(ok).toBe(false);
    expect(checks.find(({ check }) => check === "sending accounts")).toMatchObject({
      state: "failing",
      detail: expect.stringMatching(/^1 paused, such as \S+: The server refused the password\.$/),
      remedy: expect.stringContaining("resume it under Sending accounts"),
    });
  });

  test("a second start on the same folder is refused with the address of the first", async () => {
    const { code, stderr } = await haste(["up", "--port", "0", ...at]);
    expect(code).toBe(1);
    expect(stderr).toContain(`The product runs already on the data folder ${dataDir}: ${product.ready.url}`);
  });

  test("further processes join on its database, each with its own part", { timeout: 90_000 }, async () => {
    const worker = await serve(["worker", ...at], file("worker.json"));
    const api = await serve(["api", "--port", "0", ...at], file("api.json"));
    try {
      const { checks } = await examine();
      expect(checks.find(({ check }) => check === "worker")?.detail).toMatch(/^2 alive/);
      expect(worker.ready).toMatchObject({ url: null });
      const me = await fetch(`${api.ready.url}/api/v1/me`, { headers: { authorization: `Bearer ${demo().key}` } });
      expect(me.status).toBe(200);
    } finally {
      expect(await Promise.all([worker.stop("SIGINT"), api.stop("SIGTERM")])).toEqual([0, 0]);
    }
    expect((await fetch(`${product.ready.url}/readyz`)).status).toBe(200);
  });
});

describe("a product that nobody is signed in to by itself", () => {
  const dataDir = makeServerFolder();
  const readyFile = path.join(dataDir, "ready.json");
  const args = ["up", "--port", "0", "--no-demo", "--data-dir", dataDir, "--log-level", "warn"];
  afterAll(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 }));

  test("prints a claim link until somebody has come in by it, and stops without a trace", {
    timeout: 120_000,
  }, async () => {
    const product = await serve(args, readyFile);
    expect(product.ready).toMatchObject({ workspaceId: null });
    expect(product.ready.apiKey).toBeUndefined();
    const link = /Sign in +(\S+\/claim#(\S+))/.exec(product.stdout());
    const claimed = await fetch(`${product.ready.url}/api/v1/auth/claim`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: product.ready.url },
      body: JSON.stringify({ token: link?.[2] }),
    });
    expect(claimed.status).toBeLessThan(300);
    expect(await product.stop("SIGINT")).toBe(0);
    expect(findEmbedded(dataDir)).toBeNull();
    expect(existsSync(path.join(dataDir, "running.json"))).toBe(false);

    const again = await serve(args, readyFile);
    expect(again.stdout()).not.toContain("/claim#");
    expect(again.stdout()).toContain("npm run -s haste -- claim");
    expect(await again.stop()).toBe(0);
  });

  test("lets commands start its database for themselves, and they stop it again", async () => {
    const { apiKey } = await hasteJson<{ apiKey: string }>([
      ...["workspace", "create", "Acme", "--mode", "live", "--data-dir", dataDir],
    ]);
    expect(apiKey).toMatch(/^hc_live_/);
    expect(findEmbedded(dataDir)).toBeNull();
    const { code, stdout } = await haste(["doctor", "--port", "0", "--data-dir", dataDir]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/ok +database +PostgreSQL 18\S*, its own, started for these checks/);
    expect(findEmbedded(dataDir)).toBeNull();
  });
});
