import { settings } from "../config/index.ts";
import type { Option, Registry, Verb } from "./verb.ts";

const width = 100;
/** A name longer than this gets a line of its own instead of pushing every explanation to the right. */
const longestName = 26;

/** `haste --help`: every verb in one line. */
export function describeRegistry(registry: Registry, version: string): string[] {
  return [
    `hasteCRM Outreach ${version}`,
    "",
    "Usage: haste VERB [options]",
    "",
    ...columns(Object.entries(registry).map(([name, { summary }]) => [name, summary])),
    "",
    "haste VERB --help tells more. Each verb takes --json, finds the running product by --data-dir or --database-url,",
    "and ends with 0 (done), 1 (failed) or 2 (wrong usage).",
  ];
}

/** `haste VERB --help`: one screen. */
export function describeVerb(name: string, summary: string, verb: Verb): string[] {
  const positionals = verb.positionals.map((one) => (one.arity === "many" ? `[${one.name} …]` : one.name));
  const required = verb.options.filter((option) => option.isRequired === true).map(optionUsage);
  return [
    `Usage: ${["haste", name, ...positionals, ...required, "[options]"].join(" ")}`,
    "",
    ...wrap(`${summary}.`, width),
    ...(verb.about === null ? [] : wrap(verb.about, width)),
    ...section(
      "Arguments",
      verb.positionals.map((one) => [one.name, one.help]),
    ),
    ...section("Options", [
      ...verb.options.map((option): Line => [optionUsage(option), option.help]),
      ["--json", "answer with one line of JSON"],
      ["--help", "this text"],
    ]),
    ...section("Settings, each also a variable (--port: HASTE_PORT)", settingLines(verb)),
    ...(verb.examples.length === 0 ? [] : ["", "Examples", ...verb.examples.map((line) => `  haste ${line}`)]),
  ];
}

type Line = readonly [name: string, help: string];

function optionUsage({ flag, placeholder }: Option): string {
  return placeholder === undefined ? flag : `${flag} ${placeholder}`;
}

function settingLines(verb: Verb): Line[] {
  return settings
    .filter(({ name }) => verb.settings.includes(name))
    .map(({ flag, placeholder, help }) => [placeholder === undefined ? flag : `${flag} ${placeholder}`, help]);
}

function section(title: string, lines: readonly Line[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...columns(lines)];
}

/** Names on the left, their words aligned on the right and wrapped. */
function columns(lines: readonly Line[]): string[] {
  const left = Math.min(longestName, Math.max(...lines.map(([name]) => name.length)));
  return lines.flatMap(([name, help]) => {
    const [first = "", ...more] = wrap(help, width - left - 4);
    const indent = " ".repeat(left + 4);
    const begin = name.length > left ? [`  ${name}`, `${indent}${first}`] : [`  ${name.padEnd(left)}  ${first}`];
    return [...begin, ...more.map((line) => `${indent}${line}`)];
  });
}

/** Breaks at spaces. */
function wrap(text: string, longest: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= longest) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
