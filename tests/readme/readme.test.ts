import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readBlocks } from "./readme.ts";

const blocks = readBlocks(readFileSync("README.md", "utf8"));
const written = "http://127.0.0.1:8080";

describe("the commands of the README, as written", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "haste-readme-"));
  const dataDir = path.join(folder, "data");
  let product: ChildProcess;
  let url = "";

  beforeAll(async () => {
    const readyFile = path.join(folder, "ready.json");
    const args = ["bin/haste", "up", "--port", "0", "--data-dir", dataDir, "--ready-file", readyFile];
    product = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
    await vi.waitUntil(() => existsSync(readyFile) || product.exitCode !== null, { timeout: 90_000, interval: 50 });
    if (product.exitCode !== null) throw new Error(`the product ended with ${product.exitCode} before it was ready`);
    url = JSON.parse(readFileSync(readyFile, "utf8")).url;
  });

  afterAll(async () => {
    if (product.exitCode === null) {
      product.kill("SIGINT");
      await once(product, "exit");
    }
    rmSync(folder, { recursive: true, force: true });
  });

  for (const block of blocks) {
    const first = block.script.split("\n")[0] ?? "";
    test(`README.md line ${block.line} does what it says: ${first}`, (context) => {
      if (block.leftOut !== undefined) context.skip(block.leftOut);
      const script = block.script.replaceAll(written, url.replace(/\/$/, ""));
      const run = spawnSync("bash", ["-euo", "pipefail", "-c", script], {
        encoding: "utf8",
        env: { ...process.env, HASTE_DATA_DIR: dataDir },
      });
      expect(run.status, `${run.stdout}\n${run.stderr}`).toBe(0);
      expect(run.stdout.trim()).not.toBe("");
    });
  }
});
