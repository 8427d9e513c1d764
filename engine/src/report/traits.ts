/** The words of a mail as they were published, before anybody's name stands in them. */
export interface Wording {
  /** Null: it stays in the thread of the mail before. */
  readonly subject: string | null;
  readonly text: string;
  readonly links: number;
}

/** Phones show about so many characters of a subject. */
const shortSubject = 40;
/** Read in under half a minute at 238 words a minute (M. Brysbaert, Journal of Memory and Language 109, 2019). */
const shortBody = 90;

export const traits = ["short_subject", "asking_subject", "personal_subject", "short_body", "no_link"] as const;
export type Trait = (typeof traits)[number];

/** Which traits a mail has; null: the question does not arise, because it has no subject of its own. */
export function traitsOf({ subject, text, links }: Wording): Readonly<Record<Trait, boolean | null>> {
  const own = subject === null || subject.trim() === "" ? null : subject;
  const plain = own?.replace(/\{[{%].*?[%}]\}/g, "name") ?? "";
  return {
    short_subject: own === null ? null : plain.length <= shortSubject,
    asking_subject: own === null ? null : plain.trimEnd().endsWith("?"),
    personal_subject: own === null ? null : own.includes("{{"),
    short_body: text.split(/\s+/).filter((word) => word !== "").length <= shortBody,
    no_link: links === 0,
  };
}
