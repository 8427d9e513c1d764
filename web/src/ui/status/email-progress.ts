/** What a person can see of an email's way, as the API reports it. */
export interface EmailFacts {
  readonly status: string;
  readonly repliedAt: string | null;
  readonly unsubscribed: boolean;
}

/** Which of the seven stages an email has reached, and whether it ended there badly or waits. */
export function emailProgress(mail: EmailFacts): { stage: number; end?: "failed" | "held" } {
  if (mail.status === "bounced" || mail.status === "failed") return { stage: 5, end: "failed" };
  if (mail.status === "uncertain") return { stage: 4, end: "held" };
  if (mail.status === "held" || mail.status === "canceled") return { stage: 2, end: "held" };
  if (mail.status === "scheduled") return { stage: 2 };
  if (mail.status === "sending") return { stage: 4 };
  return { stage: mail.repliedAt || mail.unsubscribed ? 6 : 5 };
}
