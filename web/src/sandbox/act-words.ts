import type { SandboxEmail } from "@haste/contract/nouns/sandbox";

interface Words {
  readonly words: string;
  readonly stage: number;
  readonly end?: "failed" | "held";
}

const machines = { words: "opened by a machine", stage: 5 } as const;

/** What a recipient's last act means for the mail, by `kind:as`, or by kind where only people do it. */
const byKind: Record<string, Words> = {
  "open:human": { words: "opened by a person", stage: 5 },
  "open:scanner": machines,
  "open:prefetch": machines,
  "open:proxy": machines,
  "click:human": { words: "clicked by a person", stage: 5 },
  "click:scanner": { words: "links followed by a scanner", stage: 5 },
  reply: { words: "replied", stage: 6 },
  "out-of-office": { words: "out of office", stage: 6, end: "held" },
  bounce: { words: "bounced", stage: 5, end: "failed" },
  complain: { words: "reported as spam", stage: 6, end: "failed" },
  unsubscribe: { words: "unsubscribed", stage: 6 },
};

/** How far a caught mail came, by the last thing its recipient did. */
export function lastActOf(mail: SandboxEmail): Words {
  const last = mail.acts.find((act) => act.done);
  if (!last) return { words: "caught, nothing done with it yet", stage: 4 };
  return byKind[last.as ? `${last.kind}:${last.as}` : last.kind] ?? { words: last.kind.replaceAll("-", " "), stage: 5 };
}

const plans: Record<string, string> = {
  open: "opens it",
  click: "clicks a link",
  reply: "answers",
  "out-of-office": "sends an out-of-office note",
  bounce: "returns it",
  complain: "reports it as spam",
  unsubscribe: "unsubscribes",
};

/** What is going to be done with a mail, in the words of a plan: "opens it". */
export function planWords({ kind, as }: SandboxEmail["acts"][number]): string {
  const words = plans[kind] ?? kind;
  return as === null || as === "human" ? words : `${words}, as a ${as}`;
}

export function nameOfRecipient(mail: SandboxEmail): string {
  return mail.toName || mail.to;
}

/** The name to speak to somebody with: the first word of it. */
export function shortName(mail: SandboxEmail): string {
  return nameOfRecipient(mail).split(/[\s@]/)[0] ?? mail.to;
}
