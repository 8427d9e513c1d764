import { suggestion } from "../config/index.ts";
import { describeRegistry, describeVerb } from "./help.ts";
import { createOutput, type Output } from "./output.ts";
import { type Environment, readArguments } from "./read-arguments.ts";
import { UsageError } from "./refusals.ts";
import type { Sink } from "./sink.ts";
import { exitCodes, type Registry, type Verb } from "./verb.ts";

/** The world a command line is run in. */
export interface CliOptions {
  readonly registry: Registry;
  readonly version: string;
  readonly argv: readonly string[];
  readonly env: Environment;
  readonly cwd: string;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly elapsedMs: () => number;
  /** Turns what a verb threw into sentences; loaded only when something was thrown. */
  readonly explain: (thrown: unknown) => Promise<Explained>;
}

/** What is told about a failure. */
export interface Explained {
  readonly message: string;
  readonly fix: string | null;
  /** Where it came from; for a bug, and for whoever asks with --log-level debug. */
  readonly stack: string | null;
}

interface Found {
  readonly name: string;
  readonly summary: string;
  readonly verb: Verb;
  readonly rest: readonly string[];
}

/** Runs one command line and returns its exit code: 0 done, 1 failed, 2 wrong usage. */
export async function runCli(options: CliOptions): Promise<number> {
  const { argv, registry, version } = options;
  const output = createOutput({ ...options, isJson: argv.includes("--json") });
  try {
    if (argv[0] === "--version") {
      output.answer({ version }, [version]);
      return exitCodes.ok;
    }
    const words = argv[0] === "help" ? [...argv.slice(1), "--help"] : argv;
    const asksHelp = words.includes("--help") || words.includes("-h");
    const isBare = words.every((word) => word.startsWith("-"));
    if (asksHelp && isBare) {
      const verbs = Object.entries(registry).map(([name, { summary }]) => ({ name, summary }));
      output.answer({ version, verbs }, describeRegistry(registry, version));
      return exitCodes.ok;
    }
    const found = await findVerb(registry, words);
    if (asksHelp) {
      const { name, summary, verb } = found;
      const { about, positionals, options: own, settings, examples } = verb;
      const spec = { name, summary, about, positionals, options: own, settings, examples };
      output.answer(spec, describeVerb(name, summary, verb));
      return exitCodes.ok;
    }
    return await callVerb(found, output, options);
  } catch (thrown) {
    return tell(thrown, output, options);
  }
}

async function callVerb({ verb, rest }: Found, output: Output, options: CliOptions): Promise<number> {
  const read = readArguments(verb, rest, options.env, options.cwd);
  if (!read.ok) throw new UsageError(read.sentences);
  const { config, sources, positionals, options: given } = read;
  const code = await verb.run({ config, sources, positionals, options: given, output, version: options.version });
  return code ?? exitCodes.ok;
}

/** Names may have two words; the longer one wins. */
async function findVerb(registry: Registry, words: readonly string[]): Promise<Found> {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(" ");
    const entry = Object.hasOwn(registry, name) ? registry[name] : undefined;
    if (entry !== undefined) {
      return { name, summary: entry.summary, verb: await entry.load(), rest: words.slice(length) };
    }
  }
  const names = Object.keys(registry);
  const [first] = words;
  if (first === undefined) throw new UsageError([`Say what to do: ${names.join(", ")}. haste --help tells more.`]);
  const longer = names.filter((name) => name.startsWith(`${first} `));
  if (longer.length > 0)
    throw new UsageError([`"haste ${first}" needs another word: haste ${longer.join(", haste ")}.`]);
  throw new UsageError([`There is no verb "${first}"${suggestion(first, names)}; haste --help lists all of them.`]);
}

async function tell(thrown: unknown, output: Output, options: CliOptions): Promise<number> {
  if (thrown instanceof UsageError) {
    if (output.isJson) output.answer({ error: { message: thrown.message, sentences: thrown.sentences } }, []);
    for (const sentence of thrown.sentences) output.note(`haste: ${sentence}`);
    return exitCodes.usage;
  }
  const { message, fix, stack } = await options.explain(thrown);
  if (output.isJson) output.answer({ error: { message, fix } }, []);
  output.note(`haste: ${message}`);
  if (fix !== null) output.note(`       ${fix}`);
  if (stack !== null) output.note(stack);
  return exitCodes.failed;
}
