/** A variable somebody may put into a mail. */
export interface VariableChoice {
  /** As it is written: `contact.firstName`. */
  readonly name: string;
  /** What it is called: “First name”. */
  readonly label: string;
  /** What it says for the person the mail is shown for; null: nothing; absent: nobody is chosen. */
  readonly sample?: string | null;
  /** What is put in where nothing is known. */
  readonly fallback?: string;
}

export interface SnippetChoice {
  readonly name: string;
  /** Its words, as one line. */
  readonly words: string;
}

const own: readonly VariableChoice[] = [
  { name: "contact.firstName", label: "First name", fallback: "there" },
  { name: "contact.lastName", label: "Last name" },
  { name: "contact.fullName", label: "Full name" },
  { name: "contact.title", label: "Title", fallback: "your work" },
  { name: "contact.email", label: "Address" },
  { name: "contact.timezone", label: "Time zone" },
  { name: "company.name", label: "Company", fallback: "your company" },
  { name: "company.domain", label: "Company’s domain" },
  { name: "company.industry", label: "Industry" },
  { name: "deal.name", label: "Deal" },
  { name: "deal.stage", label: "Stage of the deal" },
  { name: "sender.firstName", label: "Your first name" },
  { name: "sender.name", label: "Your name" },
  { name: "sender.email", label: "Your address" },
];

/** What every mail can say; a workspace's own fields come beside them. */
export const commonVariables: readonly VariableChoice[] = own;

/** Those that fit what was typed, in the order of how well. */
export function fitting<T extends { readonly name: string; readonly label?: string }>(
  choices: readonly T[],
  query: string,
): T[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === "") return [...choices];
  const rank = ({ name, label = "" }: T) => {
    const [plain, called] = [name.toLowerCase(), label.toLowerCase()];
    if (plain.startsWith(wanted) || called.startsWith(wanted)) return 0;
    if (plain.includes(`.${wanted}`)) return 1;
    return plain.includes(wanted) || called.includes(wanted) ? 2 : 3;
  };
  return choices
    .map((choice) => ({ choice, rank: rank(choice) }))
    .filter((each) => each.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ choice }) => choice);
}
