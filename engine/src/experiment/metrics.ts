/** What a test may be decided by. Opens and clicks are those of people and unknown, never of machines. */
export const metrics = ["open_rate", "click_rate", "reply_rate", "positive_reply_rate", "conversion_rate"] as const;
export type Metric = (typeof metrics)[number];

/** What came back of a variant's emails, each counted once an email. */
export interface Outcomes {
  readonly opens: number;
  readonly clicks: number;
  readonly replies: number;
  readonly positiveReplies: number;
  readonly conversions: number;
}

export const countedBy: Readonly<Record<Metric, keyof Outcomes>> = {
  open_rate: "opens",
  click_rate: "clicks",
  reply_rate: "replies",
  positive_reply_rate: "positiveReplies",
  conversion_rate: "conversions",
};

export const metricNames: Readonly<Record<Metric, string>> = {
  open_rate: "opens",
  click_rate: "clicks",
  reply_rate: "replies",
  positive_reply_rate: "positive replies",
  conversion_rate: "conversions",
};
