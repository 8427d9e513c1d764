/** The characters that would begin markup, outside of Liquid. */
const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Words as HTML; what stands in `{{ … }}` and `{% … %}` is left to Liquid. */
export function escapeText(text: string): string {
  return text.replace(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|[&<>]/g, (found) => escapes[found] ?? found);
}

/** Paragraphs of a text, where blank lines stand between them; a single line stays as it is. */
export function paragraphsOf(text: string): string {
  const paragraphs = text
    .replace(/\r\n?/g, "\n")
    .trim()
    .split(/\n{2,}/);
  const lines = paragraphs.map((paragraph) => paragraph.replaceAll("\n", "<br>"));
  return lines.length === 1 ? (lines[0] ?? "") : lines.map((line) => `<p>${line}</p>`).join("\n");
}
