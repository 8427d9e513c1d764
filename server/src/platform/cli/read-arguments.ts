import { type Config, readConfig, type SettingSource, settings, suggestion } from "../config/index.ts";
import type { GivenOptions, Option, Verb } from "./verb.ts";

export type ArgumentsResult =
  | {
      readonly ok: true;
      readonly config: Config;
      readonly sources: Readonly<Record<keyof Config, SettingSource>>;
      readonly positionals: readonly string[];
      readonly options: GivenOptions;
    }
  | { readonly ok: false; readonly sentences: readonly string[] };

export type Environment = Readonly<Record<string, string | undefined>>;

/** Flags every verb has; they are read before all others. */
const commonFlags = ["--json", "--help"] as const;

/** What was found on the command line, before anything is checked against the verb's needs. */
interface Found {
  readonly positionals: string[];
  readonly values: Map<string, string[]>;
  /** Flags and values that belong to settings, as they were written. */
  readonly settingArguments: string[];
  readonly sentences: string[];
}

/**
 * Reads everything behind the verb: its own options and arguments here, settings by platform/config. All mistakes are
 * told at once, those of the environment included.
 */
export function readArguments(verb: Verb, argv: readonly string[], env: Environment, cwd: string): ArgumentsResult {
  const found: Found = { positionals: [], values: new Map(), settingArguments: [], sentences: [] };
  for (let at = 0; at < argv.length; ) at += readOne(verb, argv, at, found);
  const config = readConfig(found.settingArguments, env, cwd);
  const sentences = [
    ...found.sentences,
    ...checkPositionals(verb, found.positionals),
    ...checkOptions(verb, found.values),
    ...(config.ok ? [] : config.sentences),
  ];
  if (!config.ok || sentences.length > 0) return { ok: false, sentences };
  return { ...config, positionals: found.positionals, options: givenOptions(verb, found.values) };
}

/** Reads the argument at `at` with what belongs to it; returns how many that were. */
function readOne(verb: Verb, argv: readonly string[], at: number, found: Found): number {
  const argument = argv[at] ?? "";
  if (argument === "--json") return 1;
  if (argument === "--") {
    found.positionals.push(...argv.slice(at + 1));
    return argv.length - at;
  }
  if (!argument.startsWith("-") || argument === "-") {
    found.positionals.push(argument);
    return 1;
  }
  const flag = argument.split("=", 1)[0] ?? argument;
  const attached = argument.length > flag.length ? argument.slice(flag.length + 1) : undefined;
  const option = verb.options.find((candidate) => candidate.flag === flag);
  if (option !== undefined) return readOption(option, attached, argv.slice(at + 1), found);
  const setting = settings.find((candidate) => candidate.flag === flag && verb.settings.includes(candidate.name));
  if (setting === undefined) {
    found.sentences.push(describeUnknown(verb, flag));
    return 1;
  }
  const next = argv[at + 1];
  const takesNext = setting.placeholder !== undefined && attached === undefined && next !== undefined;
  const taken = takesNext && !next.startsWith("--") ? 2 : 1;
  found.settingArguments.push(...argv.slice(at, at + taken));
  return taken;
}

function readOption(option: Option, attached: string | undefined, rest: readonly string[], found: Found): number {
  const { flag, placeholder } = option;
  const values = found.values.get(flag) ?? [];
  if (values.length > 0 && option.takes !== "pairs") found.sentences.push(`${flag} was given twice.`);
  found.values.set(flag, values);
  if (placeholder === undefined) {
    if (attached !== undefined) found.sentences.push(`${flag} takes no value.`);
    values.push("");
    return 1;
  }
  if (attached !== undefined) {
    values.push(attached);
    return 1;
  }
  if (option.takes === "pairs") {
    const end = rest.findIndex((next) => next.startsWith("-") || !next.includes("="));
    const pairs = end === -1 ? rest : rest.slice(0, end);
    values.push(...pairs);
    if (pairs.length === 0) found.sentences.push(`${flag} needs a value: ${flag} ${placeholder}.`);
    return 1 + pairs.length;
  }
  const [next] = rest;
  if (next === undefined || next.startsWith("--")) {
    found.sentences.push(`${flag} needs a value: ${flag} ${placeholder}.`);
    return 1;
  }
  values.push(next);
  return 2;
}

function describeUnknown(verb: Verb, flag: string): string {
  if (settings.some((setting) => setting.flag === flag)) return `The option ${flag} means nothing here; remove it.`;
  const known = [
    ...verb.options.map((option) => option.flag),
    ...settings.filter(({ name }) => verb.settings.includes(name)).map((setting) => setting.flag),
    ...commonFlags,
  ];
  return `The option ${flag} is unknown${suggestion(flag, known)}; --help lists all options.`;
}

function checkPositionals(verb: Verb, given: readonly string[]): string[] {
  const missing = verb.positionals.find(({ arity }, index) => arity === "one" && given[index] === undefined);
  if (missing !== undefined) return [`${missing.name} is missing: ${missing.help}.`];
  const takesMany = verb.positionals.some(({ arity }) => arity === "many");
  const extra = takesMany ? undefined : given[verb.positionals.length];
  return extra === undefined ? [] : [`The argument ${JSON.stringify(extra)} is not expected here; remove it.`];
}

function checkOptions(verb: Verb, values: ReadonlyMap<string, readonly string[]>): string[] {
  return verb.options.flatMap((option) => {
    const given = values.get(option.flag);
    if (given === undefined) {
      return option.isRequired === true ? [`${option.flag} ${option.placeholder ?? ""} is missing.`] : [];
    }
    return given.flatMap((value) => checkValue(option, value));
  });
}

function checkValue({ flag, choices, takes }: Option, value: string): string[] {
  if (takes === "pairs" && value.indexOf("=") < 1) {
    return [`${flag} is ${JSON.stringify(value)}, but it must be written column=field.`];
  }
  if (choices === undefined || choices.includes(value)) return [];
  return [`${flag} is ${JSON.stringify(value)}, but it must be ${choices.join(" or ")}.`];
}

function givenOptions(verb: Verb, values: ReadonlyMap<string, readonly string[]>): GivenOptions {
  return {
    has: (flag) => values.has(known(verb, flag)),
    text: (flag) => values.get(known(verb, flag))?.[0],
    pairs(flag) {
      const pairs = values.get(known(verb, flag));
      // The field never holds "=", the name of a column may.
      return pairs && Object.fromEntries(pairs.map((pair) => splitAtLast(pair)));
    },
  };
}

/** A verb that asks for an option it never declared is a bug, not an absent option. */
function known(verb: Verb, flag: string): string {
  if (verb.options.some((option) => option.flag === flag)) return flag;
  throw new Error(`${flag} is no option of this verb.`);
}

function splitAtLast(pair: string): [string, string] {
  const at = pair.lastIndexOf("=");
  return [pair.slice(0, at), pair.slice(at + 1)];
}
