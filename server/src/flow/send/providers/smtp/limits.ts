const second = 1_000;
const minute = 60 * second;

/** How long each stage may take before the connection is given up; at least what RFC 5321 §4.5.3.2 asks for. */
export interface TimeLimits {
  readonly connectMs: number;
  readonly greetingMs: number;
  /** EHLO, STARTTLS, AUTH, RSET: the RFC names none, so what it grants MAIL. */
  readonly commandMs: number;
  readonly mailMs: number;
  readonly recipientMs: number;
  /** Until 354. */
  readonly dataMs: number;
  /** Until the server has taken a block of the text. */
  readonly blockMs: number;
  /** After the final dot. */
  readonly dotMs: number;
}

export const timeLimits: TimeLimits = {
  connectMs: 30 * second,
  greetingMs: 5 * minute,
  commandMs: 5 * minute,
  mailMs: 5 * minute,
  recipientMs: 5 * minute,
  dataMs: 2 * minute,
  blockMs: 3 * minute,
  dotMs: 10 * minute,
};

/** RFC 5321 §4.5.3.1.5 says 512 octets; servers that explain themselves take more. */
export const longestReplyLine = 4_096;
export const longestReply = 64 * 1_024;

/** RFC 5321 §4.5.3.1.1 and .3, without the brackets. */
export const longestLocalPart = 64;
export const longestAddress = 254;
