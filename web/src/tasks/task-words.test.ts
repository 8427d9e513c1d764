import { expect, test } from "vitest";
import { linkedInOf, phoneOf, waitingFor } from "./task-words.ts";

test("a number is dialed without its spaces, and the mobile is preferred", () => {
  const customFields = { "Office phone": "+45 33 12 34 56", Mobile: "+1 (418) 555-0142", docks: 14 };
  expect(phoneOf({ customFields })).toEqual({ name: "Mobile", number: "+1 (418) 555-0142", href: "tel:+14185550142" });
});

test("words where a number should stand are not dialed", () => {
  expect(phoneOf({ customFields: { phone: "ask Jonas" } })).toBeNull();
  expect(phoneOf({ customFields: {} })).toBeNull();
});

test("a profile is opened only at LinkedIn itself; everybody else is searched for", () => {
  const person = { firstName: "Zoë", lastName: "Lindqvist", company: { id: "c", name: "Nordhavn", domain: null } };
  const of = (linkedin: string) => linkedInOf({ ...person, customFields: { linkedin } });
  expect(of("https://www.linkedin.com/in/zoe")).toEqual({ href: "https://www.linkedin.com/in/zoe", isSearch: false });
  expect(of("https://linkedin.com.evil.example/in/zoe")).toMatchObject({ isSearch: true });
  expect(of("javascript:alert(1)").href).toBe(
    "https://www.linkedin.com/search/results/people/?keywords=Zo%C3%AB+Lindqvist+Nordhavn",
  );
});

test("what waits says for whom and until when", () => {
  expect(waitingFor({ reason: "out_of_office", until: "x" }, () => "Fri 09:00")).toBe("Out of office until Fri 09:00");
  expect(waitingFor({ reason: "sequence_paused", until: null }, () => "")).toBe("The sequence is paused");
});
