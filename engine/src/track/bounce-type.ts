import type { BounceType } from "./signals.ts";

/** At which point of the dialogue a server refused; a report that came by mail speaks of a recipient. */
export type RefusalStage = "connection" | "sender" | "recipient" | "content";

/**
 * Whose fault a final refusal is. The second number of the enhanced code says it (RFC 3463 §3): only x.1.x speaks of
 * the address; x.2.2 is a full mailbox; x.7.x is policy, which never says anything about the person. A bare 550 to RCPT
 * is the address, to DATA it is the content.
 */
export function bounceTypeOf(reply: { code: number; enhanced: string | null }, stage: RefusalStage): BounceType {
  const { code, enhanced } = reply;
  const [, subject, detail] = enhanced?.split(".").map(Number) ?? [];
  if (enhanced !== null) {
    if (subject === 1 && (detail === 7 || detail === 8)) return "auth";
    if (subject === 1) return "hard";
    if (subject === 2) return mailboxFault[detail ?? -1] ?? "unknown";
    if (subject === 6) return "content";
    if (subject === 7) return senderFault.has(detail ?? -1) ? "auth" : "block";
    return "unknown";
  }
  if (stage === "recipient") return code === 552 ? "soft" : "hard";
  if (stage === "content") return code === 552 ? "content" : "block";
  return "auth";
}

/** x.2.1 is a closed mailbox, x.2.2 a full one. */
const mailboxFault: Readonly<Record<number, BounceType>> = { 1: "hard", 2: "soft" };

/** Replies about the sender's own authentication: SPF, DKIM, DMARC, TLS (RFC 7372; Gmail's and Microsoft's numbers). */
const senderFault: ReadonlySet<number> = new Set([8, 9, 20, 21, 22, 23, 24, 25, 26, 27, 28, 30, 31, 32, 40, 515]);
