import { describe, expect, test } from "vitest";
import { epochDayOf } from "../base/index.ts";
import { readInbound } from "./inbound.ts";
import type { InboundMail } from "./inbound-mail.ts";
import { findLaterDay } from "./reply-later.ts";
import { packModel, replyModel, unpackModel } from "./reply-model.ts";
import { findPerson } from "./reply-person.ts";

// A Sunday.
const today = epochDayOf(2026, 11, 22);
const context = { ownAddresses: new Set(["amina@haste.example"]), today };

function sorted(text: string, headers: Record<string, string> = {}, subject = "Re: A question") {
  const mail: InboundMail = {
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    ...{ from: "eleni@reader.example", fromName: "Eleni", subject, text, reports: [] },
  };
  const reading = readInbound(mail, context);
  if (reading.class !== "human" && reading.class !== "auto_reply") throw new Error(reading.class);
  return { ...reading.sorted, kind: reading.class };
}
const automatic = { "Auto-Submitted": "auto-replied" };

describe("a reply is sorted by what its author wants", () => {
  test.each([
    ["Sounds interesting, can we have a call on Tuesday at 10?", "interested"],
    ["Klingt gut, schicken Sie mir bitte mehr Informationen.", "interested"],
    ["No thanks, we are happy with our current provider.", "objection"],
    ["Es demasiado caro para nosotros, no estamos interesados.", "objection"],
    ["Not right now, please write me again in three months.", "not_now"],
    ["Please contact my colleague Maria Lopez, she is responsible for this: maria.lopez@firm.example", "referral"],
    ["How much does it cost per user?", "question"],
    ["Please remove me from your list.", "unsubscribe"],
    ["Je ne travaille plus dans cette société.", "left_company"],
    ["You have the wrong person, I have nothing to do with that.", "wrong_person"],
    ["Qwertz uiop.", "other"],
    ["", "other"],
  ])("%j says %s", (text, name) => {
    expect(sorted(text).class).toBe(name);
  });

  test.each([
    ["I am out of the office until 3 December. Eva (eva@firm.example) covers for me.", "out_of_office"],
    ["Mark has left the company. Please write to sales@firm.example.", "left_company"],
    ["We received your request, ticket #4812. Do not reply to this message.", "automatic"],
    ["Please verify that you are not a robot, then your message is delivered.", "challenge"],
  ])("what a program answers with %j is %s", (text, name) => {
    expect(sorted(text, automatic)).toMatchObject({ class: name, kind: "auto_reply" });
  });

  test("an automatic answer is never a wish of a person, whatever it says", () => {
    expect(sorted("Sounds great, let's have a call!", automatic).class).toBe("automatic");
  });

  test("an absence says until when and who stands in", () => {
    expect(
      sorted("I am on vacation until 3 December. In urgent cases write to Eva Stone: eva@firm.example", automatic),
    ).toMatchObject({
      class: "out_of_office",
      until: "2026-12-03",
      person: { name: "Eva Stone", email: "eva@firm.example" },
    });
  });

  test("a not now says from when, a referral says whom", () => {
    expect(sorted("Not at the moment, please get back to me next quarter.").until).toBe("2027-01-01");
    expect(sorted("I'm not the right person. Please contact my colleague Maria Lopez.").person).toEqual({
      name: "Maria Lopez",
      email: null,
    });
  });

  test("how sure it is stands beside the class, and an unsure guess is left to people", () => {
    expect(sorted("Please remove me from your list.")).toMatchObject({ confidence: 0.99, by: "words" });
    const unsure = sorted("Hm.");
    expect(unsure.class).toBe("other");
    expect(sorted("Yes, let's have a call, please send me more details.").confidence).toBeGreaterThan(0.7);
  });
});

test.each([
  ["in three months", "2027-02-21"],
  ["in etwa sechs Wochen", "2027-01-03"],
  ["dentro de dos semanas", "2026-12-06"],
  ["dans un mois", "2026-12-22"],
  ["daqui a 10 dias", "2026-12-02"],
  ["next month", "2026-12-01"],
  ["le trimestre prochain", "2027-01-01"],
  ["im nächsten Jahr", "2027-01-01"],
  ["nächstes Jahr", "2027-01-01"],
  ["el mes que viene", "2026-12-01"],
  ["try again in September", "2027-09-01"],
  ["after 12 January", "2027-01-12"],
  ["someday", null],
])("somebody who says %j wants to hear from us on %s", (text, day) => {
  expect(findLaterDay(text, today)).toBe(day);
});

test.each([
  [
    "Bitte wenden Sie sich an meine Kollegin Maria Lopez, maria.lopez@firm.example.",
    "Maria Lopez",
    "maria.lopez@firm.example",
  ],
  ["Ask for Mr. Dupont in purchasing.", "Dupont", null],
  ["Write to sales@firm.example instead.", null, "sales@firm.example"],
  ["Ponte en contacto con Lucas, lucas@firm.example", "Lucas", "lucas@firm.example"],
])("%j points to %s, %s", (text, name, email) => {
  expect(findPerson(text, new Set())).toEqual({ name, email });
});

test("nobody is named by the author's own address", () => {
  expect(findPerson("Write to me at eleni@reader.example", new Set(["eleni@reader.example"]))).toBeNull();
});

test("the weights of the sorting survive being written down", () => {
  expect(packModel(unpackModel(packModel(replyModel)))).toEqual(packModel(replyModel));
  expect(() => unpackModel({ scale: 1, rows: { other: "A" } })).toThrow("train-replies");
});

test("a text made to be slow is sorted in time", () => {
  const started = performance.now();
  for (const piece of ["no ", "not ", "wednes", "@", "a@", "Aa ", "in ", "how much "]) sorted(piece.repeat(50_000));
  expect(performance.now() - started).toBeLessThan(4_000);
});
