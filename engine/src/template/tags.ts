/** `{% snippet "name" %}`, the only shape of the tag: one name in quotes, nothing behind it. */
const tag = /\{%-?\s*snippet\s+(?:"([^"\r\n]*)"|'([^'\r\n]*)')\s*-?%\}/g;

export interface SnippetTag {
  readonly name: string;
  /** Where it stands in its source, in characters. */
  readonly at: number;
}

export function snippetTags(source: string): SnippetTag[] {
  return [...source.matchAll(tag)].map((match) => ({ name: match[1] ?? match[2] ?? "", at: match.index }));
}

/** The snippets that these texts mention, each once, sorted. */
export function snippetNames(sources: readonly (string | null)[]): string[] {
  const names = sources.flatMap((source) => (source === null ? [] : snippetTags(source).map(({ name }) => name)));
  return [...new Set(names)].sort();
}

/** Puts something else where the tags stand; null leaves a tag as it is. */
export function replaceTags(source: string, by: (name: string) => string | null): string {
  return source.replace(tag, (whole, double?: string, single?: string) => by(double ?? single ?? "") ?? whole);
}

/** As many blanks where the tags stand, so that every other place keeps its line and column. */
export function blankTags(source: string): string {
  return source.replace(tag, (whole) => " ".repeat(whole.length));
}
