/** How an SMTP server answers a command. */
export interface SmtpReply {
  readonly code: number;
  /** Begins with the enhanced status code (RFC 3463). */
  readonly text: string;
}
