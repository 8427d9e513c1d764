import { domainToASCII } from "node:url";

/** RFC 5322 §2.1.1: 78 is wished, 998 the end. */
const wishedLine = 78;
/** A word that cannot be folded and is no longer than this may stand as it is. */
const longestWord = 900;
/** RFC 2047 §2: a line that holds an encoded word has at most 76; with its frame and `Subject: ` this has 74. */
const longestEncoded = 53;

const plainText = /^[!-~]+(?: [!-~]+)*$/;
const plainPhrase = /^[\w!#$%&'*+/=?^`{|}~-]+(?: [\w!#$%&'*+/=?^`{|}~-]+)*$/;
const dotAtom = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
/** RFC 2047 §5 (3): what may stand for itself in every place where an encoded word may. */
const itself = /[A-Za-z0-9!*+/-]/;

/** Text of one line: whatever would end the line, or is not to be seen, becomes a space. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").toWellFormed();
}

/** `Name: words`, folded; `words` are one line. */
export function foldedHeader(name: string, words: string): string {
  let line = `${name}:`;
  if (line.length + 1 + words.length <= wishedLine) return `${line} ${words}`;
  let folded = "";
  for (const word of words.split(" ")) {
    if (line.length + 1 + word.length > wishedLine && line.trim() !== "" && !line.endsWith(":")) {
      folded += `${line}\r\n`;
      line = "";
    }
    line += ` ${word}`;
  }
  return folded + line;
}

/** A subject: as it is, or as encoded words where it could not be read back otherwise. */
export function subjectWords(text: string): string {
  const line = oneLine(text);
  return line === "" || isReadable(line, plainText) ? line : encodedWords(line);
}

/** `Name <address>`. */
export function mailbox(name: string, address: string): string {
  const line = oneLine(name).trim();
  const inBrackets = `<${headerAddress(address)}>`;
  if (line === "") return headerAddress(address);
  if (isReadable(line, plainPhrase)) return `${line} ${inBrackets}`;
  // In quotes while it fits a line: nothing in quotes may be folded without becoming something else for some reader.
  if (isReadable(line, plainText) && line.length <= wishedLine - 20) {
    return `"${line.replaceAll(/["\\]/g, "\\$&")}" ${inBrackets}`;
  }
  return `${encodedWords(line)} ${inBrackets}`;
}

/**
 * An address in a header. Domains beyond ASCII become their A-labels; a local part beyond ASCII stays (RFC 6532), and its
 * envelope asks for SMTPUTF8. @throws TypeError for what is no address
 */
export function headerAddress(address: string): string {
  const at = address.lastIndexOf("@");
  const local = address.slice(0, Math.max(at, 0));
  const domain = domainToASCII(address.slice(at + 1));
  if (local === "" || domain === "" || oneLine(address) !== address) throw new TypeError("An address needs two parts");
  const isBare = dotAtom.test(local.replaceAll(/[^\0-\x7f]/g, "u"));
  return isBare ? `${local}@${domain}` : `"${local.replaceAll(/["\\]/g, "\\$&")}"@${domain}`;
}

function isReadable(line: string, shape: RegExp): boolean {
  return shape.test(line) && !line.includes("=?") && (line.length < longestWord || !line.split(" ").some(isTooLong));
}

const isTooLong = (word: string) => word.length > longestWord;

/** RFC 2047: words of whole characters, each in the encoding in which all of them together are shorter. */
function encodedWords(text: string): string {
  const q = [...text].map(asQ);
  const bytes = Buffer.byteLength(text);
  const isQ = q.reduce((sum, one) => sum + one.length, 0) <= Math.ceil(bytes / 3) * 4;
  return isQ
    ? inWords(q, (parts) => parts.join(""), longestEncoded, "Q")
    : // Three bytes are four characters.
      inWords([...text], (parts) => Buffer.from(parts.join("")).toString("base64"), longestEncoded, "B");
}

function inWords(
  parts: readonly string[],
  encode: (parts: readonly string[]) => string,
  longest: number,
  name: "Q" | "B",
): string {
  const size = name === "Q" ? (part: string) => part.length : (part: string) => Buffer.byteLength(part);
  const most = name === "Q" ? longest : Math.floor(longest / 4) * 3;
  const words: string[] = [];
  let word: string[] = [];
  let used = 0;
  for (const part of parts) {
    if (used + size(part) > most) {
      words.push(encode(word));
      word = [];
      used = 0;
    }
    word.push(part);
    used += size(part);
  }
  words.push(encode(word));
  return words.map((one) => `=?UTF-8?${name}?${one}?=`).join(" ");
}

function asQ(char: string): string {
  if (char === " ") return "_";
  if (itself.test(char) && char.length === 1) return char;
  return [...Buffer.from(char)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}
