/** What is known of one variant. Counts of emails and of what came back of them. */
export interface Arm {
  readonly id: string;
  /** Emails that left. */
  readonly sent: number;
  /** Of these, how many did what the metric counts (replied, clicked …). At most `sent`. */
  readonly successes: number;
}
