/** Why a mail is edited as HTML: what the visual editor cannot keep as it is, and where that stands. */
export class Refusal extends Error {
  readonly at: number;

  constructor(why: string, at: number) {
    super(why);
    this.at = at;
  }
}

const layout = "is laid out with a table";
const why: Readonly<Record<string, string>> = {
  table: layout,
  tbody: layout,
  tr: layout,
  td: layout,
  th: layout,
  style: "brings a style sheet",
  head: "is a page with a head",
  html: "is a whole page",
  body: "is a whole page",
  pre: "keeps its line breaks with <pre>",
  form: "has a form",
  button: "has a button of a form",
  input: "has a field of a form",
  script: "has a script",
  video: "has a video",
  svg: "has a drawing",
};

export function cannotKeep(tag: string): string {
  return why[tag] ?? `uses <${tag}>`;
}
