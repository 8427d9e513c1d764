import { expect, test } from "vitest";
import { cameFromOutside } from "./gmail-labels.ts";

test("a mail in the inbox or under labels of its owner came from outside; what is sent, drafted or spam did not", () => {
  expect([["INBOX", "UNREAD"], ["Label_7"], []].map(cameFromOutside)).toEqual([true, true, true]);
  for (const label of ["SENT", "DRAFT", "SPAM", "TRASH", "CHAT"]) {
    expect(cameFromOutside(["INBOX", label])).toBe(false);
  }
});
