/** Longer texts are cut before they are read: nobody writes that much above a quote. */
const mostCharacters = 100_000;

/** A line with which mail programs introduce the mail they quote. */
const attribution: readonly RegExp[] = [
  /^(?:on|am|le|el|em|il|den|op|w dniu|dnia|na)\s.{4,250}?\b(?:wrote|schrieb|a écrit|escribió|escreveu|ha scritto|skrev|schreef|napisał)(?!\p{L}).{0,100}:\s*$/iu,
  /^.{0,200}\b(?:wrote|schrieb|a écrit|escribió|escreveu|ha scritto)\s*:\s*$/iu,
  /^.{0,200}<[^<>\s@]+@[^<>\s]+>\s*(?:wrote|schrieb|a écrit|escribió|escreveu|ha scritto|написала?)?\s*:\s*$/iu,
  /^.{0,100}<[^<>\s]+@[^<>\s]+>\s+(?:schrieb am|wrote on|a écrit le)\s.{2,80}$/iu,
  /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b.{2,150}<(?:[^<>]*>)?\s*:?\s*$/u,
];

/** A rule above the header of the quoted mail, as Outlook and others draw it. */
const separator =
  /^[>*\s]*(?:-{2,}\s*(?:original message|original appointment|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht|message d'origine|message original|mensaje original|mensagem original|messaggio originale|reply above this line)\s*-*\**|_{10,}|-{20,})\s*$/iu;

const headerBlockStart = /^\*?(?:from|von|de|da|expéditeur|van|från|fra|od)\s?:\*?\s.*\S/iu;
const headerBlockLine =
  /^\*?(?:sent|date|to|subject|cc|gesendet|datum|an|betreff|envoyé|à|objet|enviado|fecha|para|asunto|inviato|data|a|oggetto)\s?:\*?\s/iu;

const deviceLine =
  /^(?:sent from my |von meinem .{2,40} gesendet|envoyé de mon |enviado desde mi |inviato da |get outlook for )/iu;

/**
 * What the author wrote themselves: without the mail quoted below, quoted lines and the signature. Simple on purpose:
 * it cuts at the first sign of a quote, and where that would leave nothing it returns the unquoted lines.
 */
export function visibleText(text: string): string {
  const lines = text.slice(0, mostCharacters).replace(/\r\n?/g, "\n").split("\n");
  const end = firstQuotedLine(lines);
  const own = lines.slice(0, end).filter((line) => !line.startsWith(">"));
  const written = withoutSignature(own).join("\n").trim();
  if (written !== "") return written;
  return lines
    .filter((line) => !line.startsWith(">") && !isAttribution(line))
    .join("\n")
    .trim();
}

function firstQuotedLine(lines: readonly string[]): number {
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] as string;
    if (separator.test(line)) return index;
    if (isAttribution(line.trim())) return index;
    // Long ones wrap over two or three lines; the first holds the date.
    for (const span of /\d/.test(line) ? [2, 3] : []) {
      const wrapped = lines.slice(index, index + span);
      if (wrapped.every((each) => each.trim() !== "") && isDated(wrapped.join(" ").trim())) return index;
    }
    const next = lines.slice(index + 1, index + 4);
    if (headerBlockStart.test(line) && next.filter((each) => headerBlockLine.test(each)).length >= 2) return index;
  }
  return lines.length;
}

function isDated(line: string): boolean {
  return line.length < 400 && (attribution[0] as RegExp).test(line);
}

function isAttribution(line: string): boolean {
  return line.length < 400 && attribution.some((pattern) => pattern.test(line));
}

/** The signature delimiter is "-- " (RFC 3676 §4.3); many clients lose the blank. */
function withoutSignature(lines: readonly string[]): string[] {
  const at = lines.findIndex((line, index) => index > 0 && (/^--\s?$/.test(line) || deviceLine.test(line)));
  return at === -1 ? [...lines] : lines.slice(0, at);
}
