import type { SmtpReply } from "./reply.ts";

/**
 * Misbehavior on request: tests tell the sandbox's SMTP server how to fail at the next fitting moment. In the product
 * the script is empty for ever.
 */
export interface SmtpFault {
  readonly at: "mail" | "rcpt" | "data";
  /** Only for this recipient (lower case); left out: for any. */
  readonly recipient?: string;
  /**
   * A reply, or what happens to the connection: `drop` closes it with nothing stored; `drop-after-store` takes the
   * mail and closes it before the reply, the case in which nobody but we can know.
   */
  readonly answer: SmtpReply | "drop" | "drop-after-store";
  /** How often; left out: once. */
  readonly times?: number;
}

export interface SmtpScript {
  add(fault: SmtpFault): void;
  clear(): void;
  /** The fault planned for this moment, used up by asking. */
  take(at: SmtpFault["at"], recipients: readonly string[]): SmtpFault["answer"] | null;
}

export function createSmtpScript(): SmtpScript {
  const faults: { fault: SmtpFault; left: number }[] = [];
  return {
    add(fault) {
      faults.push({ fault, left: fault.times ?? 1 });
    },
    clear() {
      faults.length = 0;
    },
    take(at, recipients) {
      const found = faults.find(
        ({ fault, left }) =>
          left > 0 && fault.at === at && (fault.recipient === undefined || recipients.includes(fault.recipient)),
      );
      if (found === undefined) return null;
      found.left -= 1;
      return found.fault.answer;
    },
  };
}
