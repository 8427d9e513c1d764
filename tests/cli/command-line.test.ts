import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verbs } from "../../server/src/cli/verbs.ts";
import { haste } from "./haste.ts";

const names = Object.keys(verbs);

describe("a person who asks for help", () => {
  test("sees every verb with what it does", async () => {
    const { code, stdout } = await haste(["--help"]);
    expect(code).toBe(0);
    for (const [name, { summary }] of Object.entries(verbs)) expect(stdout).toMatch(new RegExp(`${name} +${summary}`));
  });

  test.each(names)("about haste %s learns its usage, options and examples", async (name) => {
    const { code, stdout, stderr } = await haste([...name.split(" "), "--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`Usage: haste ${name}`);
    expect(stdout).toContain("--json");
    expect(stdout).toContain(`  haste ${name}`);
    // One screen: 40 lines of 100 columns.
    const lines = stdout.split("\n");
    expect(lines.length).toBeLessThan(40);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test("gets the same as JSON for a program, and the version alone", async () => {
    const help = JSON.parse((await haste(["--help", "--json"])).stdout);
    expect(help.verbs.map((verb: { name: string }) => verb.name)).toEqual(names);
    expect(JSON.parse((await haste(["help", "import", "--json"])).stdout)).toMatchObject({ name: "import" });
    expect((await haste(["--version"])).stdout).toBe(`${help.version}\n`);
  });
});

describe("a wrong command line ends with 2 and", () => {
  test.each([
    [[], "Say what to do: up, api"],
    [["uo"], 'There is no verb "uo" (did you mean up?)'],
    [["workspace"], '"haste workspace" needs another word: haste workspace create.'],
    [["toString"], 'There is no verb "toString"'],
    [["doctor", "--jsno"], "The option --jsno is unknown (did you mean --json?)"],
    [["up", "now"], 'The argument "now" is not expected here'],
    [["claim", "--no-demo"], "The option --no-demo means nothing here"],
    [["claim", "--workspace", "7"], '--workspace is "7", but it must be the id of a workspace.'],
    [["workspace", "create", "--mode", "live"], "NAME is missing"],
    [["workspace", "create", "T", "--mode", "test"], '--mode is "test", but it must be live or sandbox.'],
    [["workspace", "create", "T", "--mode", "live", "--timezone", "Mars/Base"], '--timezone is "Mars/Base"'],
    [["workspace", "create", "T", "--mode", "live", "--owner-email", "me"], "it must be an email address"],
    [["bench", "warp"], "There is no bench warp; there are "],
    [["suppress"], '"haste suppress" needs another word: haste suppress add'],
    [["suppress", "add"], "Name an address or a domain, such as ada@example.com or example.com."],
    [["suppress", "add", "ada@example.com", "nobody"], '"nobody" is neither an address nor a domain.'],
    [["suppress", "add", "a.example", "--scope", "News"], '--scope is "News", but it must be everything, topic:NAME'],
    [["suppress", "add", "a.example", "--reason", "spite"], '--reason is "spite", but it must be manual or'],
    [["suppress", "add", "a.example", "--expires", "soon"], '--expires is "soon", but it must be a day or an instant'],
    [["suppress", "add", "a.example", "--workspace", "7"], '--workspace is "7", but it must be the id of a workspace.'],
    [["suppress", "remove", "a.example"], "--reason TEXT is missing."],
    [["suppress", "remove", "a.example", "--reason", " x "], "--reason must have 3 to 500 characters."],
    [["suppress", "list", "--limit", "0"], '--limit is "0", but it must be a whole number from 1 to 10000.'],
    [["suppress", "import"], "FILE is missing: the CSV file to read"],
    [["suppress", "export", "--scope", "everything"], "The option --scope is unknown"],
  ])("%j says what is wrong", async (args, sentence) => {
    const { code, stdout, stderr } = await haste(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(sentence);
  });

  test("a program that asked for JSON gets the sentences as JSON", async () => {
    const { code, stdout } = await haste(["claim", "--bogus", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(stdout).error.sentences).toEqual(["The option --bogus is unknown; --help lists all options."]);
  });

  test("malformed and unknown variables stop the start, each named", async () => {
    const { code, stderr } = await haste(["up"], { HASTE_PORT: "eighty", HASTE_HOTS: "::1", HASTE_NO_DEMO: "maybe" });
    expect(code).toBe(2);
    expect(stderr).toMatch(/HASTE_PORT is "eighty", but it must be a whole number/);
    expect(stderr).toMatch(/HASTE_HOTS is unknown \(did you mean HASTE_HOST\?\)/);
    expect(stderr).toMatch(/HASTE_NO_DEMO is "maybe", but it must be 1 or 0/);
  });
});

const unused = mkdtempSync(join(tmpdir(), "haste-cli-"));
afterAll(() => rmSync(unused, { recursive: true, force: true }));

describe("on a folder that holds no product", () => {
  test.each([
    [["claim"], "There is no database in"],
    [["import", "package.json"], "There is no database in"],
    [["api", "--port", "0"], "haste api needs a database that runs already"],
    [["worker"], "haste worker needs a database that runs already"],
    [["suppress", "list"], "There is no database in"],
    [["suppress", "import", "nowhere.csv"], "nowhere.csv cannot be read: there is no such file."],
    [["import", "nowhere.csv"], "nowhere.csv cannot be read: there is no such file."],
    [["claim", "--database-url", "postgresql://me:s3cret@127.0.0.1:1/haste"], "nobody listens there"],
  ])("%j fails with 1 and a sentence", async (args, sentence) => {
    const { code, stderr } = await haste([...args, "--data-dir", unused]);
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/s3cret|\n +at /);
  });

  test("doctor finds nothing wrong, and tells what the first start will make", async () => {
    const args = ["doctor", "--data-dir", `${unused}/new`, "--port", "0"];
    const { code, stdout } = await haste(args, { HASTE_NO_DEMO: "1" });
    expect(code).toBe(0);
    expect(stdout).toMatch(/dataDir +\S+new +--data-dir/);
    expect(stdout).toMatch(/demo +false +HASTE_NO_DEMO/);
    expect(stdout).toMatch(/host +127\.0\.0\.1 +default/);
    expect(stdout).toMatch(/skipped +database +it is made at the first start/);
  });
});

describe("a port that somebody holds", () => {
  const server = createServer();
  let port = "";

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = String((server.address() as { port: number }).port);
  });
  afterAll(() => new Promise<unknown>((resolve) => server.close(resolve)));

  test("stops the start before anything is made, names the holder and another port", async () => {
    const { code, stderr } = await haste(["up", "--port", port, "--data-dir", `${unused}/up`]);
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port} is taken by`);
    if (process.platform === "linux") expect(stderr).toContain(`process ${process.pid} (`);
    expect(stderr).toContain(`--port ${Number(port) + 1} (HASTE_PORT=${Number(port) + 1})`);
  });

  test("is a failing check of the doctor, with its remedy", async () => {
    const { code, stdout } = await haste(["doctor", "--port", port, "--data-dir", `${unused}/up`, "--json"]);
    expect(code).toBe(1);
    const answer = JSON.parse(stdout);
    expect(answer.ok).toBe(false);
    expect(answer.checks).toContainEqual({
      check: "port",
      state: "failing",
      detail: expect.stringContaining(`${port} is taken by`),
      remedy: "Stop that one, or choose another: --port 0",
    });
  });
});
