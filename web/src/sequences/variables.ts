/** A stretch of plain words, or a variable with what stands in for it where nothing is known. */
export type TextPart = { readonly words: string } | { readonly variable: string; readonly fallback: string | null };

/** What a person calls it; what is not in the list keeps its path. */
const names: Readonly<Record<string, string>> = {
  "contact.firstName": "first name",
  "company.name": "company",
  "sender.firstName": "your first name",
};

const variable = /\{\{-?\s*([\w.]+)\s*(?:\|\s*default:\s*(?:'([^']*)'|"([^"]*)"|[\w.]+)\s*)?-?\}\}/g;

/** Splits a text at its variables, so that a preview can show `{{ contact.firstName | default: 'there' }}` as a chip. */
export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const found of text.matchAll(variable)) {
    const [whole, path = "", quoted, doubleQuoted] = found;
    if (found.index > from) parts.push({ words: text.slice(from, found.index) });
    parts.push({ variable: names[path] ?? path, fallback: quoted ?? doubleQuoted ?? null });
    from = found.index + whole.length;
  }
  if (from < text.length) parts.push({ words: text.slice(from) });
  return parts;
}

/** The paragraphs of a simple HTML body, without tags; `<br>` begins a line. */
export function paragraphsOf(html: string): string[] {
  return html
    .split(/<\/p>\s*/)
    .map((each) =>
      each
        .replace(/<br\s*\/?>/g, "\n")
        .replace(/<[^>]*>/g, "")
        .trim(),
    )
    .filter((each) => each !== "");
}
