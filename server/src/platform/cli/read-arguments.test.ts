import { describe, expect, test } from "vitest";
import { readArguments } from "./read-arguments.ts";
import type { Verb } from "./verb.ts";

const verb: Verb = {
  about: null,
  positionals: [{ name: "FILE", help: "the file to read", arity: "one" }],
  options: [
    { flag: "--mode", placeholder: "live|sandbox", choices: ["live", "sandbox"], isRequired: true, help: "kind" },
    { flag: "--mapping", placeholder: "COLUMN=FIELD …", takes: "pairs", help: "columns" },
    { flag: "--dry-run", help: "try" },
  ],
  settings: ["port", "dataDir", "allowUnsafeDatabase"],
  examples: [],
  run: async () => undefined,
};

const read = (argv: string[], env: Record<string, string> = {}) => readArguments(verb, argv, env, "/srv");
const sentences = (argv: string[], env?: Record<string, string>) => {
  const result = read(argv, env);
  return result.ok ? [] : result.sentences;
};

describe("a command line", () => {
  test("mixes arguments, options and settings in any order", () => {
    const result = read(["--port", "0", "--mode=live", "people.csv", "--data-dir=d", "--allow-unsafe-database"]);
    expect(result).toMatchObject({
      ok: true,
      positionals: ["people.csv"],
      config: { port: 0, dataDir: "/srv/d", allowUnsafeDatabase: true },
      sources: { port: "--port", host: "default" },
    });
    expect(result.ok && [result.options.text("--mode"), result.options.has("--dry-run")]).toEqual(["live", false]);
  });

  test("takes pairs until something else comes, and a column may hold an equals sign", () => {
    const result = read([
      "--mode",
      "live",
      "--mapping",
      "E-mail=email",
      "a=b=title",
      "x.csv",
      "--mapping=City=custom.city",
    ]);
    expect(result.ok && result.options.pairs("--mapping")).toEqual({
      "E-mail": "email",
      "a=b": "title",
      City: "custom.city",
    });
    expect(result.ok && result.positionals).toEqual(["x.csv"]);
  });

  test("leaves everything behind two dashes as it is", () => {
    expect(read(["--mode", "live", "--", "--odd-name.csv"])).toMatchObject({
      ok: true,
      positionals: ["--odd-name.csv"],
    });
  });

  test("hears variables for settings whose flags it does not take", () => {
    expect(read(["--mode", "live", "f"], { HASTE_HOST: "::1" })).toMatchObject({ ok: true, config: { host: "::1" } });
  });
});

describe("a mistake on the command line", () => {
  test.each([
    [["f"], /^--mode live\|sandbox is missing/],
    [["--mode", "live"], /^FILE is missing: the file to read\.$/],
    [["--mode", "demo", "f"], /^--mode is "demo", but it must be live or sandbox\.$/],
    [["--mode", "--dry-run", "f"], /^--mode needs a value: --mode live\|sandbox\.$/],
    [["--mode", "live", "--mode", "live", "f"], /^--mode was given twice/],
    [["--mode", "live", "f", "g"], /^The argument "g" is not expected here/],
    [["--mode", "live", "f", "--dry-run=1"], /^--dry-run takes no value/],
    [["--mode", "live", "f", "--mapping"], /^--mapping needs a value/],
    [["--mode", "live", "f", "--mapping=email"], /must be written column=field/],
    [["--mode", "live", "f", "--dry-rum"], /^The option --dry-rum is unknown \(did you mean --dry-run\?\)/],
    [["--mode", "live", "f", "--ready-file", "r"], /^The option --ready-file means nothing here/],
    [["--mode", "live", "f", "--port", "x"], /^--port is "x", but it must be a whole number/],
    [["--mode", "live", "f", "--port"], /^--port needs a value/],
    [["--mode", "live", "f", "-x"], /^The option -x is unknown/],
  ])("%j is told in one sentence", (argv, sentence) => {
    expect(sentences(argv)[0]).toMatch(sentence);
  });

  test("is told together with those of the environment", () => {
    expect(sentences(["--mode", "demo", "f"], { HASTE_PORT: "x" })).toHaveLength(2);
  });
});
