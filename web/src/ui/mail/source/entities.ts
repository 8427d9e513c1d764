/** Signs of HTML by name, as far as mails use them; a name that is missing here keeps its mail in the source view. */
const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  shy: "\u00ad",
  ensp: "\u2002",
  emsp: "\u2003",
  thinsp: "\u2009",
  zwnj: "\u200c",
  zwj: "\u200d",
  ndash: "–",
  mdash: "—",
  lsquo: "‘",
  rsquo: "’",
  sbquo: "‚",
  ldquo: "“",
  rdquo: "”",
  bdquo: "„",
  laquo: "«",
  raquo: "»",
  hellip: "…",
  bull: "•",
  middot: "·",
  copy: "©",
  reg: "®",
  trade: "™",
  euro: "€",
  pound: "£",
  yen: "¥",
  cent: "¢",
  sect: "§",
  deg: "°",
  times: "×",
  rarr: "→",
  larr: "←",
  check: "✓",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  Auml: "Ä",
  Ouml: "Ö",
  Uuml: "Ü",
  szlig: "ß",
  eacute: "é",
  egrave: "è",
  agrave: "à",
  aacute: "á",
  ccedil: "ç",
  ntilde: "ñ",
  oacute: "ó",
  uacute: "ú",
  iacute: "í",
  oslash: "ø",
  aring: "å",
};

const entity = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z]\w{0,31}));/g;

/** Words with their signs; null where one has a name nobody here knows. */
export function decoded(source: string): string | null {
  let isKnown = true;
  const words = source.replace(entity, (whole, decimal?: string, hex?: string, name?: string) => {
    const sign = name === undefined ? signOf(decimal ? Number(decimal) : Number.parseInt(hex ?? "", 16)) : named[name];
    if (sign === undefined) isKnown = false;
    return sign ?? whole;
  });
  return isKnown ? words : null;
}

function signOf(code: number): string | undefined {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

const written: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\u00a0": "&nbsp;" };

/** Words as HTML; of several spaces in a row all but the last are kept by no-break spaces. */
export function encoded(words: string): string {
  return words.replace(/[&<>\u00a0]/g, (sign) => written[sign] ?? sign).replace(/ (?= )/g, "&nbsp;");
}

/** A value between double quotes; Liquid in it stays as it is. */
export function encodedValue(value: string): string {
  return value.replace(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|&(?!#?\w+;)|"/g, (found) => {
    if (found === '"') return "&quot;";
    return found === "&" ? "&amp;" : found;
  });
}
