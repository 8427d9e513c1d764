/** Liquid as people read it: `{{ contact.firstName }}` is [firstName], tags are nothing. */
export function plainLiquid(text: string): string {
  return text.replace(/\{\{-?\s*(?:[\w]+\.)*([\w]+)[^}]*\}\}/g, "[$1]").replace(/\{%[^%]*%\}/g, "");
}
