import { asInstant, findZone, must, toLocal, weekdayIndexOf } from "@haste/engine/base";
import { describe, expect, test } from "vitest";
import { type Persona, personaOf, refusalOfTemper, type Temper, temperOf } from "./persona.ts";
import { planActs, soonestHumanMs } from "./plan-acts.ts";

const friday = new Date("2026-11-20T22:30:00Z");
const letter = { position: 0, subject: "Hello", isQuick: false };
const contact = { email: "mina@rivulet.example", firstName: "Mina", timezone: "Asia/Tokyo", language: "ja" };

function persona(temper: Temper, more: Partial<Persona> = {}): Persona {
  return { ...personaOf(contact), temper, front: "none", ...more };
}
const many = Array.from({ length: 2_000 }, (_, n) => `person-${n}@rivulet.example`);
const kinds = (acts: readonly { kind: string }[]) => acts.map((act) => act.kind);

describe("personas", () => {
  test("a demo contact behaves the same way every time", () => {
    const first = planActs(personaOf(contact), letter, friday, "mail-1");
    expect(planActs(personaOf(contact), letter, friday, "mail-1")).toEqual(first);
    expect(temperOf("MINA@rivulet.example")).toBe(temperOf(contact.email));
  });

  test("among many demo contacts every temper is met, and most do nothing or only read", () => {
    const counts = Map.groupBy(many, temperOf);
    expect([...counts.keys()].length).toBe(14);
    const quiet = (counts.get("silent")?.length ?? 0) + (counts.get("opener")?.length ?? 0);
    expect(quiet / many.length).toBeGreaterThan(0.42);
    expect(quiet / many.length).toBeLessThan(0.54);
  });

  test("people read in the working hours of their own day, also when the mail comes on a Friday night", () => {
    const zone = must(findZone("Asia/Tokyo"), "Tokyo is a zone");
    for (const seed of many.slice(0, 300)) {
      for (const act of planActs(persona("opener"), letter, friday, seed).slice(0, 1)) {
        const local = toLocal(zone, asInstant(act.dueAt.getTime()));
        expect(weekdayIndexOf(local.epochDay)).toBeLessThan(5);
        expect(local.minuteOfDay).toBeGreaterThanOrEqual(7 * 60 + 40);
        expect(local.minuteOfDay).toBeLessThan(19 * 60);
      }
    }
  });

  test("no person opens or clicks faster than a person can", () => {
    for (const seed of many.slice(0, 500)) {
      for (const temper of ["opener", "clicker", "interested", "leaves-by-link"] as const) {
        const acts = planActs(persona(temper), { ...letter, isQuick: true }, friday, seed);
        const human = acts.filter((act) => act.detail.as === "human");
        for (const act of human) expect(act.dueAt.getTime() - friday.getTime()).toBeGreaterThanOrEqual(soonestHumanMs);
      }
    }
  });

  test("everything the first mails cause happens within a minute", () => {
    for (const seed of many.slice(0, 500)) {
      for (const temper of ["opener", "clicker", "interested", "declines", "away", "leaves-by-link"] as const) {
        for (const act of planActs(persona(temper), { ...letter, isQuick: true }, friday, seed)) {
          expect(act.dueAt.getTime() - friday.getTime()).toBeLessThan(58_000);
        }
      }
    }
  });

  test("a scanner in front of the mailbox clicks every link within seconds, before anybody reads", () => {
    const acts = planActs(persona("silent", { front: "scanner" }), letter, friday, "x");
    expect(kinds(acts)).toEqual(["open", "click"]);
    expect(acts.every((act) => act.detail.as === "scanner")).toBe(true);
    expect((acts.at(-1)?.dueAt.getTime() ?? 0) - friday.getTime()).toBeLessThan(10_000);
  });

  test("SafeLinks walks the mail when it comes, and looks again at what a person clicks", () => {
    const acts = planActs(persona("clicker", { front: "safelinks" }), letter, friday, "x");
    const scans = acts.filter((act) => act.detail.as === "scanner");
    expect(scans.map(({ kind, detail }) => [kind, detail.scanner])).toEqual([
      ["open", "safelinks"],
      ["click", "safelinks"],
      ["click", "safelinks-at-click"],
    ]);
    const clicked = acts.find(({ kind, detail }) => kind === "click" && detail.as === "human");
    const gap = (scans.at(-1)?.dueAt.getTime() ?? 0) - (clicked?.dueAt.getTime() ?? 0);
    expect(gap).toBeGreaterThan(0);
    expect(gap).toBeLessThan(5_000);
  });

  test("gateways follow links without opening; the patient scanner comes minutes later and takes its time", () => {
    for (const front of ["mimecast", "proofpoint"] as const) {
      expect(kinds(planActs(persona("silent", { front }), letter, friday, "x"))).toEqual(["click"]);
    }
    const acts = planActs(persona("silent", { front: "patient-scanner" }), letter, friday, "x");
    expect(kinds(acts)).toEqual(["open", "click", "click", "click", "click"]);
    const times = acts.map(({ dueAt }) => dueAt.getTime());
    expect((times[0] ?? 0) - friday.getTime()).toBeGreaterThanOrEqual(4 * 60_000);
    for (const [at, time] of times.slice(1).entries()) expect(time - (times[at] ?? 0)).toBeGreaterThanOrEqual(12_000);
  });

  test("among many demo contacts scanners of all kinds together stand before one in eight", () => {
    const fronts = many.map((email) => personaOf({ ...contact, email }).front);
    const machines = fronts.filter((front) => !["none", "apple", "gmail"].includes(front));
    expect(new Set(fronts).size).toBe(8);
    expect(machines.length / many.length).toBeGreaterThan(0.09);
    expect(machines.length / many.length).toBeLessThan(0.15);
  });

  test("behind a picture proxy it is the proxy that opens", () => {
    const [opening] = planActs(persona("opener", { front: "gmail" }), letter, friday, "x");
    expect(opening?.detail.as).toBe("proxy");
  });

  test("who is away says until when, on a working day, and reads the follow-up after it", () => {
    const [away, ...rest] = planActs(persona("away"), letter, friday, "x");
    expect(away?.kind).toBe("out-of-office");
    expect(rest).toEqual([]);
    const until = new Date(`${away?.detail.until}T00:00:00Z`);
    expect(until.getTime()).toBeGreaterThan(friday.getTime());
    expect([1, 2, 3, 4, 5]).toContain(until.getUTCDay());
    expect(away?.detail.text).toContain(String(until.getUTCFullYear()));
    expect(kinds(planActs(persona("away"), { ...letter, position: 1 }, friday, "x"))).toContain("open");
  });

  test("replies are written in the language of the person and signed", () => {
    const texts = many
      .slice(0, 50)
      .flatMap((seed) => planActs(persona("interested"), { ...letter, isQuick: true }, friday, seed))
      .flatMap((act) => (act.kind === "reply" ? [act.detail.text] : []));
    expect(texts.length).toBe(50);
    for (const text of texts) expect(text).toMatch(/木曜[\s\S]*Mina$/);
  });

  test("refusing servers give the codes of their kind and take nothing", () => {
    expect(refusalOfTemper("hard-refusal", "a@b.example")).toMatchObject({
      code: 550,
      text: expect.stringMatching(/^5\.1\.1 /),
    });
    expect(refusalOfTemper("soft-refusal", "a@b.example")).toMatchObject({
      code: 452,
      text: expect.stringMatching(/^4\.2\.2 /),
    });
    expect(refusalOfTemper("policy-refusal", "a@b.example")).toMatchObject({
      code: 550,
      text: expect.stringMatching(/^5\.7\.1 /),
    });
    expect(refusalOfTemper("opener", "a@b.example")).toBeNull();
    expect(planActs(persona("hard-refusal"), letter, friday, "x")).toEqual([]);
  });
});
