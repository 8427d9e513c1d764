import { describe, expect, test } from "vitest";
import { type OutboxFacts, outboxActionsOf, outboxState, sayOutbox } from "./outbox.ts";

const waiting: OutboxFacts = {
  kind: "sequence",
  status: "scheduled",
  isClaimed: false,
  isDue: false,
  attempt: 0,
  heldReason: null,
  reply: null,
  isAccountPaused: false,
};
const known = (facts: Partial<OutboxFacts>) => ({ ...waiting, ...facts });

describe("an email in the outbox", () => {
  test("waits, falls due, is taken and is put off, and has no state once it has left or never will", () => {
    const states = [
      known({}),
      known({ isDue: true }),
      known({ isClaimed: true }),
      known({ status: "sending", isClaimed: true }),
      known({ attempt: 2, reply: "451 4.7.1 Later" }),
      known({ status: "sent" }),
      known({ status: "canceled" }),
    ];
    expect(states.map(outboxState)).toEqual(["waiting", "due", "sending", "sending", "deferred", null, null]);
  });

  test("says why it has not left in the words of whoever keeps it", () => {
    expect(sayOutbox(known({ isDue: true, isAccountPaused: true }))).toContain("paused");
    expect(sayOutbox(known({ attempt: 2, reply: "451 4.7.1 Later" }))).toBe(
      "It is tried again after 2 attempts. The server's last words: 451 4.7.1 Later",
    );
    expect(sayOutbox(known({ status: "failed", attempt: 1, heldReason: "gave_up", reply: "421 Busy" }))).toBe(
      "Given up after 1 attempt. The server's last words: 421 Busy",
    );
    expect(sayOutbox(known({ status: "held", heldReason: "company.name has no value." }))).toBe(
      "company.name has no value.",
    );
  });

  test("of a step is not canceled or hurried by itself, one somebody wrote may be", () => {
    const all = (kind: OutboxFacts["kind"]) =>
      [
        known({ kind }),
        known({ kind, attempt: 1, reply: "451" }),
        known({ kind, status: "held" }),
        known({ kind, status: "failed" }),
        known({ kind, status: "uncertain" }),
        known({ kind, status: "sending", isClaimed: true }),
      ].map((facts) => outboxActionsOf(facts).join(" "));
    expect(all("sequence")).toEqual(["", "", "retry", "", "settle", ""]);
    expect(all("manual")).toEqual(["cancel", "retry cancel", "retry cancel", "retry", "settle", ""]);
  });
});
