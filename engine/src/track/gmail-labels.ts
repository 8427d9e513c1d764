/**
 * What Gmail's own labels say a mail is not: one that came from outside and was taken for mail. A mail that is taken out
 * of spam or trash again loses the label, and then it is one. (`users.labels`, types of system labels.)
 */
const otherwise: ReadonlySet<string> = new Set(["SENT", "DRAFT", "SPAM", "TRASH", "CHAT"]);

/** Whether somebody else wrote it, as far as its place in a Gmail mailbox tells; filed away counts like the inbox. */
export function cameFromOutside(labels: readonly string[]): boolean {
  return !labels.some((label) => otherwise.has(label));
}
