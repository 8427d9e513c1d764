import type { ManualKindName } from "./definition.ts";

/**
 * How each kind of manual step usually ends, in the order of their keys; conditions compare with these words. Any other
 * words are taken as well.
 */
export const usualOutcomes: Readonly<Record<ManualKindName, readonly string[]>> = {
  task: ["done", "not possible"],
  call: [
    "connected",
    "meeting booked",
    "interested",
    "no answer",
    "left a message",
    "not interested",
    "wrong number",
    "call back",
  ],
  linkedin: ["request sent", "message sent", "accepted", "replied", "not found"],
  sms: ["sent", "replied", "wrong number"],
};
