import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ensureInstalled } from "../../bin/install.js";
import { withLock } from "../../bin/lock.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "haste-bootstrap-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const nobody = () => undefined;

test("two processes that want to install work one after the other", async () => {
  const lock = path.join(folder, "install.lock");
  const log: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = withLock(lock, nobody, async () => {
    log.push("first in");
    await gate.promise;
    log.push("first out");
  });
  const told: string[] = [];
  const second = withLock(
    lock,
    (owner) => told.push(owner),
    async () => log.push("second in"),
  );
  expect(told).toEqual([String(process.pid)]);
  gate.resolve();
  await Promise.all([first, second]);
  expect(log).toEqual(["first in", "first out", "second in"]);
  expect(existsSync(lock)).toBe(false);
});

test("the lock of an installer that was killed is taken over", async () => {
  const lock = path.join(folder, "install.lock");
  const dead = spawn("true", { stdio: "ignore" });
  await new Promise((resolve) => dead.once("close", resolve));
  mkdirSync(lock);
  writeFileSync(path.join(lock, "pid"), String(dead.pid));
  expect(await withLock(lock, nobody, async () => "done")).toBe("done");
});

test("a failing installation gives the lock back", async () => {
  const lock = path.join(folder, "install.lock");
  await expect(withLock(lock, nobody, () => Promise.reject(new Error("no network")))).rejects.toThrow("no network");
  expect(existsSync(lock)).toBe(false);
});

function plantCheckout(locked: string, unpacked: string): void {
  const packages = {
    "": {},
    "node_modules/a": { version: locked },
    "node_modules/b": { version: "1.0.0", optional: true },
  };
  mkdirSync(path.join(folder, "node_modules", "a"), { recursive: true });
  writeFileSync(path.join(folder, "package-lock.json"), JSON.stringify({ lockfileVersion: 3, packages }));
  const record = { packages: { "node_modules/a": { version: unpacked } } };
  writeFileSync(path.join(folder, "node_modules", ".package-lock.json"), JSON.stringify(record));
}

test("packages that somebody installed by hand are recognized and not installed again", async () => {
  plantCheckout("1.0.0", "1.0.0");
  await ensureInstalled(folder);
  expect(readFileSync(path.join(folder, "node_modules", ".haste-installed"), "utf8")).toMatch(/^[0-9a-f]{64}$/);
});

test("when npm fails, one sentence says what to do, and nothing vouches for the packages", async () => {
  plantCheckout("2.0.0", "1.0.0");
  await expect(ensureInstalled(folder)).rejects.toThrow(
    /could not be installed: npm ci ended with .*Run the same command again/,
  );
  expect(existsSync(path.join(folder, "node_modules", ".haste-installed"))).toBe(false);
});

/** Starts `bin/run.js` with a script of this text, and answers its child process and what it has said so far. */
function startScript(text: string) {
  const script = path.join(folder, "script.ts");
  writeFileSync(script, text);
  const child = spawn(process.execPath, ["bin/run.js", script], { stdio: ["ignore", "pipe", "inherit"] });
  const said = { text: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    said.text += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  return { child, said, ended };
}

test("the exit code of what was asked for is the exit code of the command", async () => {
  expect(await startScript("const code: number = 7; process.exit(code);").ended).toBe(7);
});

test("Ctrl-C that arrives twice, from the terminal and from npm, reaches the product once", async () => {
  const text = `
    let times = 0;
    process.on("SIGINT", () => { times += 1; console.log("told"); });
    process.on("SIGTERM", () => process.exit(times));
    setInterval(() => undefined, 1_000);
    console.log("ready");
  `;
  const { child, said, ended } = startScript(text);
  await vi.waitFor(() => expect(said.text).toContain("ready"), { timeout: 10_000 });
  child.kill("SIGINT");
  await vi.waitFor(() => expect(said.text).toContain("told"), { timeout: 10_000 });
  child.kill("SIGINT");
  child.kill("SIGTERM");
  expect(await ended).toBe(1);
});

test("the packages' commands and the right Node come first in PATH", async () => {
  const { said, ended } = startScript("console.log(process.env.PATH);");
  await ended;
  expect(said.text.split(path.delimiter).slice(0, 2)).toEqual([
    path.resolve("node_modules/.bin"),
    path.dirname(process.execPath),
  ]);
});
