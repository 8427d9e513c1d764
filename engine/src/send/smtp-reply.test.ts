import { describe, expect, it } from "vitest";
import { asInstant } from "../base/index.ts";
import { judgeReply, readSmtpReply, retryAt } from "./index.ts";

const judged = (raw: string, stage: "connection" | "sender" | "recipient" | "content" = "recipient") => {
  const reply = readSmtpReply(raw);
  if (reply === null) throw new Error(`not a reply: ${raw}`);
  return judgeReply(reply, stage).means;
};

describe("a server's answer", () => {
  it("is read over several lines, with its enhanced code", () => {
    expect(readSmtpReply("550-5.1.1 The account\r\n550 5.1.1 does not exist.\r\n")).toEqual({
      code: 550,
      enhanced: "5.1.1",
      text: "The account does not exist.",
    });
    expect(readSmtpReply("hello")).toBeNull();
    expect(readSmtpReply("250")).toMatchObject({ code: 250 });
  });

  it("kills an address only where it speaks of the address", () => {
    expect(judged("550 5.1.1 User unknown")).toEqual({ kind: "stop_contact", bounceType: "hard" });
    expect(judged("550 No such user here")).toEqual({ kind: "stop_contact", bounceType: "hard" });
    expect(judged("552 5.2.2 Mailbox full")).toEqual({ kind: "stop_contact", bounceType: "soft" });
    expect(judged("554 5.7.1 Message rejected as spam", "content")).toEqual({ kind: "content", bounceType: "block" });
  });

  it("blames the sender for the sender's own faults", () => {
    for (const raw of [
      "550 5.7.26 This mail has been blocked because the sender is unauthenticated.",
      "550 5.7.515 Access denied, sending domain does not meet the required authentication level",
      "550 5.1.7 The sender's address was invalid",
    ]) {
      expect(judged(raw, "content")).toEqual({ kind: "sender_authentication" });
    }
  });

  it("to whoever is not signed in, or to the sender's address, blames no recipient", () => {
    const auth = { kind: "stop_account" };
    expect(judged("530 5.7.0 Authentication required", "recipient")).toEqual(auth);
    expect(judged("535 5.7.8 Token expired", "content")).toEqual(auth);
    expect(judged("550 5.7.1 Your account is blocked", "sender")).toEqual(auth);
    expect(judged("552 5.3.4 Message too big", "sender")).toEqual({ kind: "stop_contact", bounceType: "unknown" });
  });

  it("is tried again on every 4xx, with growing pauses, for five days", () => {
    expect(judged("451 4.7.1 Greylisted, try again later")).toEqual({ kind: "retry", pace: "as_before" });
    const first = asInstant(Date.UTC(2026, 10, 24));
    const pauses = [1, 2, 3, 7, 30].map((attempt) => ((retryAt(attempt, first, first) ?? 0) - first) / 60_000);
    expect(pauses).toEqual([5, 15, 30, 480, 480]);
    expect(retryAt(9, first, asInstant(first + 5 * 86_400_000))).toBeNull();
  });
});
