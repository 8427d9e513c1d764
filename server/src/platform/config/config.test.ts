import { describe, expect, test } from "vitest";
import { readConfig, settings } from "./config.ts";

const cwd = "/srv/haste";
const read = (argv: string[], env: Record<string, string> = {}) => readConfig(argv, env, cwd);

function sentences(argv: string[], env: Record<string, string> = {}): readonly string[] {
  const result = read(argv, env);
  return result.ok ? [] : result.sentences;
}

describe("settings", () => {
  test("without flags and variables are the documented defaults", () => {
    expect(read([])).toMatchObject({
      ok: true,
      config: {
        port: 8080,
        host: "127.0.0.1",
        dataDir: "/srv/haste/.haste",
        databaseUrl: null,
        publicUrl: null,
        demo: true,
        demoPast: true,
        allowPrivateHosts: [],
        masterKeyFile: "/srv/haste/.haste/keys/master.key",
      },
      sources: { port: "default", demo: "default" },
    });
  });

  test("come from flags before variables, and each names its source", () => {
    const result = read(["--port", "0", "--host=::1", "--no-demo"], {
      HASTE_PORT: "9000",
      HASTE_ALLOW_PRIVATE_HOSTS: "10.0.0.0/8, fd00::/8",
      HASTE_DATA_DIR: "data",
      HOME: "/root",
    });
    expect(result).toMatchObject({
      ok: true,
      config: {
        port: 0,
        host: "::1",
        demo: false,
        allowPrivateHosts: ["10.0.0.0/8", "fd00::/8"],
        dataDir: "/srv/haste/data",
        masterKeyFile: "/srv/haste/data/keys/master.key",
      },
      sources: { port: "--port", dataDir: "HASTE_DATA_DIR", logLevel: "default" },
    });
  });

  test("a switch in the environment can be off", () => {
    expect(read([], { HASTE_NO_DEMO: "0" })).toMatchObject({ ok: true, config: { demo: true } });
    expect(read([], { HASTE_NO_DEMO: "yes" })).toMatchObject({ ok: true, config: { demo: false } });
    expect(read(["--no-demo-past"])).toMatchObject({ ok: true, config: { demo: true, demoPast: false } });
  });

  test("a database reached through a socket folder is a good address", () => {
    const url = "postgresql://postgres@localhost:5432/haste?host=%2Ftmp%2Fsocket";
    expect(read(["--database-url", url])).toMatchObject({ ok: true, config: { databaseUrl: url } });
  });

  test("a public address loses its closing slash", () => {
    expect(read(["--public-url", "https://crm.example.com/"])).toMatchObject({
      config: { publicUrl: "https://crm.example.com" },
    });
  });
});

describe("a mistake in the configuration", () => {
  test.each([
    [["--port", "80a"], /^--port is "80a", but it must be a whole number from 0/],
    [["--port", "70000"], /65535/],
    [["--port"], /^--port needs a value: --port NUMBER\.$/],
    [["--port", "--no-demo"], /^--port needs a value/],
    [["--host", "http://x"], /without port/],
    [["--host", "1.2.3"], /such as 127\.0\.0\.1/],
    [["--prot", "80"], /^The option --prot is unknown \(did you mean --port\?\)/],
    [["now"], /"now" is not expected/],
    [["--public-url", "https://example.com/app"], /without a path/],
    [["--allow-private-hosts", "10.0.0.0/33"], /"10\.0\.0\.0\/33" is none/],
    [["--spam-filter", "127.0.0.1:783"], /spamd:\/\/127\.0\.0\.1:783/],
    [["--log-level", "loud"], /one of silent, fatal/],
    [["--data-dir", ""], /must be a path/],
    [["--no-demo=maybe"], /must be 1 or 0/],
  ])("%j is named with its remedy", (argv, sentence) => {
    expect(sentences(argv)[0]).toMatch(sentence);
  });

  test("in a variable names the variable, also one that does not exist", () => {
    expect(sentences([], { HASTE_PORT: "-1" })).toEqual([
      'HASTE_PORT is "-1", but it must be a whole number from 0 (a free port) to 65535.',
    ]);
    expect(sentences([], { HASTE_PROT: "1" })).toEqual([
      "The environment variable HASTE_PROT is unknown (did you mean HASTE_PORT?); correct it or unset it.",
    ]);
  });

  test("in a database address never repeats the password", () => {
    const [sentence] = sentences([], { HASTE_DATABASE_URL: "postgres:/app:s3cr3t@db" });
    expect(sentence).toMatch(/^HASTE_DATABASE_URL is malformed/);
    expect(sentence).not.toContain("s3cr3t");
  });

  test("does not hide the next one", () => {
    expect(sentences(["--port", "x", "--host", "?"], { HASTE_NO_DEMO: "perhaps" })).toHaveLength(3);
  });
});

test("every setting has a flag, a variable and a line of help", () => {
  for (const { flag, variable, help } of settings) {
    expect(flag).toMatch(/^--[a-z-]+$/);
    expect(variable).toBe(`HASTE_${flag.slice(2).replaceAll("-", "_").toUpperCase()}`);
    expect(help).not.toBe("");
  }
});
