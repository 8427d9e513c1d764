/** SendGrid posts batches of up to 768 KB, SparkPost of some megabytes; nobody more. */
export const longestNotice = 5_000_000;

/** A signature with an older time is a copy of one that was read already (reliability: stale > 5 min). */
export const freshForMs = 5 * 60_000;

/** Microsoft's token is a few hundred characters. */
export const longestEcho = 2_000;

/** A certificate or the answer to a confirmation is 2 KB. */
export const longestAmazonAnswer = 64_000;
export const amazonPatienceMs = 5_000;
