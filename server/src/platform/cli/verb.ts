import type { Config, SettingSource } from "../config/index.ts";
import type { Output } from "./output.ts";

/** An argument without a flag, such as the NAME of a workspace. */
export interface Positional {
  /** As help writes it, in capitals. */
  readonly name: string;
  readonly help: string;
  readonly arity: "one" | "many";
}

/** An option of one verb alone; what decides about the product is a setting and lives in platform/config. */
export interface Option {
  readonly flag: `--${string}`;
  /** How the value is written in help; absent for a switch. */
  readonly placeholder?: string;
  /** The only values it takes. */
  readonly choices?: readonly string[];
  /** `pairs` takes every following `a=b`, and may be repeated. */
  readonly takes?: "pairs";
  readonly isRequired?: boolean;
  readonly help: string;
}

/** One thing `haste` can do. */
export interface Verb {
  /** A paragraph behind the summary; null: the summary says it all. */
  readonly about: string | null;
  readonly positionals: readonly Positional[];
  readonly options: readonly Option[];
  /** The settings it listens to as flags. Variables count for every verb. */
  readonly settings: readonly (keyof Config)[];
  /** Whole command lines without `haste`. */
  readonly examples: readonly string[];
  /**
   * Does it. Resolves when all is done, with the exit code where success can be more than one; a refusal is thrown.
   * @throws Failure for what a person can repair, UsageError for a wrong command line
   */
  run(call: Call): Promise<number | undefined>;
}

/** The verbs by what is typed; each is loaded when it is called, so that help costs nothing. */
export type Registry = Readonly<Record<string, { readonly summary: string; load(): Promise<Verb> }>>;

/** A call of a verb, read and checked. */
export interface Call {
  readonly config: Config;
  readonly sources: Readonly<Record<keyof Config, SettingSource>>;
  readonly positionals: readonly string[];
  readonly options: GivenOptions;
  readonly output: Output;
  readonly version: string;
}

/** The verb's own options as they were given. */
export interface GivenOptions {
  has(flag: string): boolean;
  text(flag: string): string | undefined;
  pairs(flag: string): Readonly<Record<string, string>> | undefined;
}

/** Exit codes of every verb. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, forced: 130 } as const;
