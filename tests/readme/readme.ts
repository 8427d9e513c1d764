/** A fenced block of commands in a page. */
export type Block = {
  readonly line: number;
  readonly script: string;
  /** Why the block is not run in tests, when it is not. */
  readonly leftOut: string | undefined;
};

const leftOut: readonly [RegExp, string][] = [
  [/^npm (?:start|test)$/m, "npm run check:clone runs it in a clone, twice"],
];

/** Reads the `sh` blocks of a Markdown text, in order. */
export function readBlocks(markdown: string): Block[] {
  return [...markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => {
    const script = match[1] ?? "";
    const line = markdown.slice(0, match.index).split("\n").length;
    return { line, script, leftOut: leftOut.find(([pattern]) => pattern.test(script))?.[1] };
  });
}
