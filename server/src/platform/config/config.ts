import { join, resolve } from "node:path";
import { type LogLevel, logLevels } from "../log/index.ts";
import { type ConsentConfig, consentDefaults, consentSettings } from "./consent-settings.ts";
import type { SettingOf } from "./setting.ts";
import { suggestion } from "./suggestion.ts";
import {
  type Parsed,
  parseBaseUrl,
  parseDatabaseUrl,
  parseHost,
  parseNetworks,
  parsePath,
  parsePort,
  parseProviderUrls,
  parseSpamFilter,
  parseSwitch,
} from "./values.ts";

/** Everything a person can decide about a running product; read once, then passed around as a value. */
export interface Config extends ConsentConfig {
  /** 0 = a free one. */
  readonly port: number;
  /** The address to listen on; anything but loopback ends automatic sign-in. */
  readonly host: string;
  /** Absolute. Holds the embedded database and, apart from it, the keys. */
  readonly dataDir: string;
  /** null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  /** Without a trailing slash; null: the address it listens on. */
  readonly publicUrl: string | null;
  /** Whether the sandbox demo workspace is made. */
  readonly demo: boolean;
  /** Whether six weeks of mailing lie behind the demo workspace when it is made. */
  readonly demoPast: boolean;
  /** Networks in which user-given hosts may lie, as CIDR; nothing private by default. */
  readonly allowPrivateHosts: readonly string[];
  /** Where providers are asked instead of at their own addresses: a sovereign cloud, a double. By the provider's name. */
  readonly providerUrls: Readonly<Record<string, string>>;
  /** Judges mails before they are sent, beside our own rules; null: none. */
  readonly spamFilter: string | null;
  /** Written once when the product answers; null: none. */
  readonly readyFile: string | null;
  readonly logLevel: LogLevel;
  /** The master key of all encryption; default `<dataDir>/keys/master.key`. */
  readonly masterKeyFile: string;
  /** Lets a product run on a database that may forget confirmed commits. */
  readonly allowUnsafeDatabase: boolean;
}

/** Where a value came from, in words for `haste doctor`: `default`, the flag, or the variable. */
export type SettingSource = string;

export type ConfigResult =
  | {
      readonly ok: true;
      readonly config: Config;
      readonly sources: Readonly<Record<keyof Config, SettingSource>>;
    }
  | { readonly ok: false; readonly sentences: readonly string[] };

/** One row of the table that flags, variables, `--help` and `doctor` are made from. */
export type Setting = SettingOf<keyof Config>;

const parseLevel = (text: string): Parsed =>
  logLevels.some((level) => level === text)
    ? { ok: true, value: text }
    : { ok: false, wants: `one of ${logLevels.join(", ")}` };

const parseNoDemo = (text: string): Parsed => {
  const parsed = parseSwitch(text);
  return parsed.ok ? { ok: true, value: parsed.value !== true } : parsed;
};

/** Every setting, in the order people read them. */
export const settings: readonly Setting[] = [
  {
    name: "port",
    flag: "--port",
    variable: "HASTE_PORT",
    placeholder: "NUMBER",
    help: "port to listen on (8080; 0 = a free one)",
    parse: parsePort,
  },
  {
    name: "host",
    flag: "--host",
    variable: "HASTE_HOST",
    placeholder: "ADDRESS",
    help: "address to listen on (127.0.0.1)",
    parse: parseHost,
  },
  {
    name: "dataDir",
    flag: "--data-dir",
    variable: "HASTE_DATA_DIR",
    placeholder: "PATH",
    help: "folder for the embedded database and the keys (./.haste)",
    parse: parsePath,
  },
  {
    name: "databaseUrl",
    flag: "--database-url",
    variable: "HASTE_DATABASE_URL",
    placeholder: "URL",
    help: "an external PostgreSQL 16 or newer (omit: embedded)",
    parse: parseDatabaseUrl,
  },
  {
    name: "publicUrl",
    flag: "--public-url",
    variable: "HASTE_PUBLIC_URL",
    placeholder: "URL",
    help: "address under which people and recipients reach it (default: where it listens)",
    parse: parseBaseUrl,
  },
  {
    name: "demo",
    flag: "--no-demo",
    variable: "HASTE_NO_DEMO",
    help: "do not create the sandbox demo workspace",
    parse: parseNoDemo,
  },
  {
    name: "demoPast",
    flag: "--no-demo-past",
    variable: "HASTE_NO_DEMO_PAST",
    help: "let the demo workspace begin today, without six weeks behind it",
    parse: parseNoDemo,
  },
  {
    name: "allowPrivateHosts",
    flag: "--allow-private-hosts",
    variable: "HASTE_ALLOW_PRIVATE_HOSTS",
    placeholder: "CIDR,…",
    help: "private networks in which user-given hosts may lie (none)",
    parse: parseNetworks,
  },
  {
    name: "providerUrls",
    flag: "--provider-urls",
    variable: "HASTE_PROVIDER_URLS",
    placeholder: "NAME=URL,…",
    help: "other addresses of sending providers, such as outlook=https://graph.microsoft.us/v1.0",
    parse: parseProviderUrls,
  },
  {
    name: "spamFilter",
    flag: "--spam-filter",
    variable: "HASTE_SPAM_FILTER",
    placeholder: "URL",
    help: "spamd://HOST:PORT or http://HOST:PORT of Rspamd, to judge mails before they are sent (none)",
    parse: parseSpamFilter,
  },
  {
    name: "readyFile",
    flag: "--ready-file",
    variable: "HASTE_READY_FILE",
    placeholder: "PATH",
    help: "file written once when the product answers",
    parse: parsePath,
  },
  {
    name: "logLevel",
    flag: "--log-level",
    variable: "HASTE_LOG_LEVEL",
    placeholder: "LEVEL",
    help: `${logLevels.join(", ")} (info)`,
    parse: parseLevel,
  },
  {
    name: "masterKeyFile",
    flag: "--master-key-file",
    variable: "HASTE_MASTER_KEY_FILE",
    placeholder: "PATH",
    help: "the master key of all encryption (DATA-DIR/keys/master.key)",
    parse: parsePath,
  },
  {
    name: "allowUnsafeDatabase",
    flag: "--allow-unsafe-database",
    variable: "HASTE_ALLOW_UNSAFE_DATABASE",
    help: "run even if the database may forget what it confirmed",
    parse: parseSwitch,
  },
  ...consentSettings,
];

/** Variables with our prefix that other programs of the house read; known, so that only real mistakes stop the start. */
const foreignVariables = new Set(["HASTE_BENCH_FOLDER", "HASTE_NESTED", "HASTE_TEST_DATABASE_URL"]);

/**
 * Reads flags and `HASTE_…` variables; a flag wins over its variable. Either every value is good, or the answer is one
 * sentence per mistake that names the culprit and the remedy: nothing is guessed and nothing unknown is ignored.
 */
export function readConfig(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  cwd: string = process.cwd(),
): ConfigResult {
  const sentences: string[] = [];
  const given = [...readVariables(env, sentences), ...readFlags(argv, sentences)];
  const values: Partial<Record<keyof Config, unknown>> = {};
  const sources: Partial<Record<keyof Config, SettingSource>> = {};
  for (const { setting, source, text } of given) {
    const parsed = setting.parse(text, cwd);
    if (!parsed.ok) {
      sentences.push(`${source} is ${describe(setting, text)}, but it must be ${parsed.wants}.`);
      continue;
    }
    values[setting.name] = parsed.value;
    sources[setting.name] = source;
  }
  if (sentences.length > 0) return { ok: false, sentences };
  const defaults = defaultsFor(typeof values.dataDir === "string" ? values.dataDir : resolve(cwd, ".haste"));
  const config = { ...defaults, ...values } as Config;
  for (const { name } of settings) sources[name] ??= "default";
  return { ok: true, config, sources: sources as Record<keyof Config, SettingSource> };
}

function defaultsFor(dataDir: string): Config {
  return {
    port: 8080,
    host: "127.0.0.1",
    dataDir,
    databaseUrl: null,
    publicUrl: null,
    demo: true,
    demoPast: true,
    allowPrivateHosts: [],
    providerUrls: {},
    spamFilter: null,
    readyFile: null,
    logLevel: "info",
    masterKeyFile: join(dataDir, "keys", "master.key"),
    allowUnsafeDatabase: false,
    ...consentDefaults,
  };
}

interface Given {
  readonly setting: Setting;
  readonly source: SettingSource;
  readonly text: string;
}

function readVariables(env: Readonly<Record<string, string | undefined>>, sentences: string[]): Given[] {
  const given: Given[] = [];
  for (const [variable, text] of Object.entries(env)) {
    if (!variable.startsWith("HASTE_") || text === undefined || foreignVariables.has(variable)) continue;
    const setting = settings.find((candidate) => candidate.variable === variable);
    if (setting !== undefined) given.push({ setting, source: variable, text });
    else {
      sentences.push(
        `The environment variable ${variable} is unknown${suggestion(
          variable,
          settings.map((candidate) => candidate.variable),
        )}; correct it or unset it.`,
      );
    }
  }
  return given;
}

function readFlags(argv: readonly string[], sentences: string[]): Given[] {
  const given: Given[] = [];
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] ?? "";
    const [flag = "", attached] = splitOnce(argument);
    const setting = settings.find((candidate) => candidate.flag === flag);
    if (setting === undefined) {
      sentences.push(unknownArgument(argument, flag));
    } else if (setting.placeholder === undefined) {
      given.push({ setting, source: flag, text: attached ?? "1" });
    } else if (attached !== undefined) {
      given.push({ setting, source: flag, text: attached });
    } else {
      index += 1;
      const text = argv[index];
      if (text === undefined || text.startsWith("--")) {
        sentences.push(`${flag} needs a value: ${flag} ${setting.placeholder}.`);
        index -= 1;
      } else given.push({ setting, source: flag, text });
    }
  }
  return given;
}

function unknownArgument(argument: string, flag: string): string {
  if (!argument.startsWith("-")) return `The argument ${JSON.stringify(argument)} is not expected here; remove it.`;
  const flags = settings.map((candidate) => candidate.flag);
  return `The option ${flag} is unknown${suggestion(flag, flags)}; --help lists all options.`;
}

function splitOnce(argument: string): [string, string?] {
  const at = argument.indexOf("=");
  return at === -1 ? [argument] : [argument.slice(0, at), argument.slice(at + 1)];
}

/** A database URL may hold a password: the sentence names the variable and keeps its value to itself. */
function describe(setting: Setting, text: string): string {
  return setting.name === "databaseUrl" || setting.isSecret ? "malformed" : JSON.stringify(text);
}
