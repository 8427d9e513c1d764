/** A header field as it stands, folds included, without its closing CRLF. */
export interface HeaderField {
  /** In lower case. */
  readonly name: string;
  readonly text: string;
}

/** Header fields of a mail and where its body begins. Bytes are read as Latin-1, one character each. */
export function splitMail(raw: Buffer): { fields: HeaderField[]; body: string } {
  const text = raw.toString("latin1");
  const end = text.indexOf("\r\n\r\n");
  const head = end === -1 ? text : text.slice(0, end);
  const fields = head.split(/\r\n(?![ \t])/).map((field) => ({
    name: field
      .slice(0, Math.max(0, field.indexOf(":")))
      .trim()
      .toLowerCase(),
    text: field,
  }));
  return { fields, body: end === -1 ? "" : text.slice(end + 4) };
}

/** RFC 6376 §3.4.2: one line, one space for each run of them. */
export function relaxedField({ name, text }: HeaderField): string {
  const value = text
    .slice(text.indexOf(":") + 1)
    .replaceAll("\r\n", "")
    .replaceAll(/[ \t]+/g, " ")
    .trim();
  return `${name}:${value}`;
}

/** RFC 6376 §3.4.4: no space before the end of a line, no empty lines at the end. */
export function relaxedBody(body: string): string {
  const lines = body.replaceAll(/[ \t]+/g, " ").replaceAll(" \r\n", "\r\n");
  let end = lines.endsWith(" ") ? lines.length - 1 : lines.length;
  while (end >= 2 && lines[end - 1] === "\n" && lines[end - 2] === "\r") end -= 2;
  return end === 0 ? "" : `${lines.slice(0, end)}\r\n`;
}
