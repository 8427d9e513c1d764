/** One field of a header, decoded and unfolded; `name` in any case. */
export interface InboundHeader {
  readonly name: string;
  readonly value: string;
}

/** A part that machines wrote for machines, as text. `original` is the returned mail or its header (RFC 6522 §3). */
export interface ReportPart {
  readonly type: "delivery-status" | "feedback-report" | "original";
  readonly text: string;
}

/** A mail from somebody's inbox, taken apart: what a person reads, and what machines say. */
export interface InboundMail {
  readonly headers: readonly InboundHeader[];
  /** The From address in lower case; null where there is none. */
  readonly from: string | null;
  readonly fromName: string;
  readonly subject: string;
  /** The plain part, or the HTML one as text; without the parts named in `reports`. */
  readonly text: string;
  readonly reports: readonly ReportPart[];
}

/** Every value of a header, in the order in which they stand. */
export function headersNamed(mail: Pick<InboundMail, "headers">, name: string): string[] {
  const wanted = name.toLowerCase();
  return mail.headers.filter((header) => header.name.toLowerCase() === wanted).map((header) => header.value.trim());
}

export function headerOf(mail: Pick<InboundMail, "headers">, name: string): string | null {
  return headersNamed(mail, name)[0] ?? null;
}

/** Groups of `Name: value` lines, folded lines joined, as delivery status and feedback reports are written. */
export function fieldGroups(text: string): Map<string, string>[] {
  const groups: Map<string, string>[] = [];
  let group: Map<string, string> | null = null;
  let last: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === "") {
      group = null;
      last = null;
      continue;
    }
    const folded = /^[ \t]/.test(line);
    if (folded && group !== null && last !== null) {
      group.set(last, `${group.get(last)} ${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(":");
    if (colon < 1) continue;
    if (group === null) {
      group = new Map();
      groups.push(group);
    }
    last = line.slice(0, colon).trim().toLowerCase();
    // A field said twice keeps its first value, as readers of these formats do.
    if (group.has(last)) last = `${last}#${group.size}`;
    group.set(last, line.slice(colon + 1).trim());
  }
  return groups;
}
