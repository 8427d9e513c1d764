import { expect, test } from "vitest";
import { answerSubject, foldedText } from "./inbox-scopes.ts";
import { chainOf } from "./threads.ts";

test.each([
  ["The yard", "Re: The yard"],
  ["Re: AW: Re[2]: The yard", "Re: The yard"],
  ["回复：The yard", "Re: The yard"],
  ["Reality check", "Re: Reality check"],
  ["Re: ", "Re: your mail"],
])("an answer to “%s” is called “%s”", (subject, answered) => {
  expect(answerSubject(subject)).toBe(answered);
});

test("what a mail quotes folds away from what its author wrote, wherever that stands", () => {
  expect(foldedText("Yes.\r\n\r\n> Shall we?", "Yes.")).toBe("> Shall we?");
  expect(foldedText("> Shall we?\n\nYes.", "Yes.")).toBe("> Shall we?");
  expect(foldedText("Yes.\n", "Yes.")).toBeNull();
  expect(foldedText("> One?\nYes.\n> Two?\nNo.", "Yes.\nNo.")).toBe("> One?\nYes.\n> Two?\nNo.");
});

test("an answer carries the chain of the mail before it, and of one without a chain its only parent", () => {
  const mail = (headers: Record<string, string>) => ({
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
  });
  const own = { "Message-ID": "<c@x>" };
  expect(chainOf(mail({ ...own, References: "<a@x> <b@x>", "In-Reply-To": "<b@x>" }))).toEqual([
    "<a@x>",
    "<b@x>",
    "<c@x>",
  ]);
  expect(chainOf(mail({ ...own, "In-Reply-To": "<b@x>" }))).toEqual(["<b@x>", "<c@x>"]);
  expect(chainOf(mail({ ...own, "In-Reply-To": "<a@x> <b@x>" }))).toEqual(["<c@x>"]);
  expect(chainOf(mail({}))).toEqual([]);
});
