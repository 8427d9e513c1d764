import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SecondCluster, secondCluster } from "../support/database.ts";
import { haste, hasteJson, serve } from "./haste.ts";

describe("on a PostgreSQL of somebody else's", () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), "haste-cli-"));
  let cluster: SecondCluster;
  let at: string[];

  beforeAll(async () => {
    cluster = await secondCluster();
    at = ["--data-dir", dataDir, "--database-url", cluster.url];
  }, 60_000);
  afterAll(async () => {
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test("a database nobody has migrated is left alone, and the command that does it is named", async () => {
    const { code, stderr } = await haste(["workspace", "create", "Acme", "--mode", "live", ...at]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /The database is not up to date: \d+ migrations are waiting, from 0001_foundation\.\n +Run: haste migrate/,
    );
    const examined = await haste(["doctor", "--port", "0", ...at]);
    expect(examined.code).toBe(1);
    expect(examined.stdout).toMatch(/failing +migrations +\d+ wait, from 0001_foundation\n +→ Run: haste migrate/);
    expect(examined.stdout).toMatch(/skipped +queue +the database is not migrated/);
  });

  test("migrate brings it up to date, and then everything works by its address alone", async () => {
    const { applied } = await hasteJson<{ applied: string[] }>(["migrate", ...at]);
    expect(applied[0]).toBe("0001_foundation");
    const { workspaceId } = await hasteJson<{ workspaceId: string }>([
      "workspace",
      "create",
      "Acme",
      "--mode",
      "live",
      ...at,
    ]);
    const claim = await hasteJson<{ url: string; workspaceId: string }>([
      "claim",
      ...at,
      "--public-url",
      "https://crm.example.com",
    ]);
    expect(claim.workspaceId).toBe(workspaceId);
    expect(claim.url).toMatch(/^https:\/\/crm\.example\.com\/claim#/);
    const { code, stdout } = await haste(["doctor", "--port", "0", ...at]);
    expect(stdout).not.toMatch(/^ +failing/m);
    expect(code).toBe(0);
  });

  test("doctor never shows the password of the database", async () => {
    const { password } = new URL(cluster.url);
    const { stdout, stderr } = await haste(["doctor", "--port", "0", ...at]);
    expect(password).not.toBe("");
    expect(stdout + stderr).not.toContain(password);
    expect(stdout).toMatch(/databaseUrl +postgresql:\/\/\S+ +--database-url/);
  });

  test("api and worker share it, and its owner's other products are none of their business", {
    timeout: 90_000,
  }, async () => {
    const ready = (name: string) => path.join(dataDir, `${name}.json`);
    const worker = await serve(["worker", ...at, "--public-url", "https://crm.example.com"], ready("worker"));
    const api = await serve(["api", "--port", "0", ...at], ready("api"));
    try {
      expect((await fetch(`${api.ready.url}/readyz`)).status).toBe(200);
      const { stdout } = await haste(["doctor", ...at]);
      expect(stdout).toMatch(/ok +worker +1 alive/);
      expect(stdout).toContain(`the product answers on ${api.ready.url}`);
    } finally {
      expect(await Promise.all([worker.stop(), api.stop()])).toEqual([0, 0]);
    }
  });
});

describe("a database address that leads nowhere", () => {
  test("is a failing check of the doctor beside all others, without the password", async () => {
    const url = "postgresql://me:s3cret@127.0.0.1:1/haste";
    const { code, stdout } = await haste(["doctor", "--port", "0", "--database-url", url]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/failing +database +The database postgresql:\S+ cannot be used: nobody listens there\./);
    expect(stdout).toMatch(/skipped +queue +no database/);
    expect(stdout).toMatch(/ok +node/);
    expect(stdout).not.toContain("s3cret");
  });
});
