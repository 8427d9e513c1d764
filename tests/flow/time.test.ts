import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";
import { anyHour, type Person, Scene } from "./scene.ts";

let product: Product;
let scene: Scene;

beforeAll(async () => {
  product = await startProduct();
  scene = new Scene(await product.workspace());
});
afterAll(() => product?.stop());

function localTime(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(new Date(instant));
}

describe("the sending window", () => {
  const office = {
    timezone: "UTC",
    timezoneMode: "contact" as const,
    sendingDays: [...anyHour.sendingDays],
    sendingHours: { start: "09:00", end: "10:00" },
  };

  test("opens in each person's own zone; one unknown zone stops nobody and is reported on the contact", async () => {
    const sequence = await scene.sequence([{}], office);
    const zones = ["Asia/Tokyo", "America/Los_Angeles", "Mars/Olympus_Mons", "Europe/Lisbon"];
    const people: Person[] = [];
    for (const timezone of zones) people.push(await scene.enroll(sequence, { timezone }));
    await scene.advance(2, "days");
    for (const [index, person] of people.entries()) {
      const [email, ...more] = await scene.emails(person);
      expect(more).toEqual([]);
      expect(email).toMatchObject({ status: "sent" });
      const zone = zones[index] === "Mars/Olympus_Mons" ? "UTC" : (zones[index] ?? "");
      expect(localTime(email?.sentAt ?? "", zone), zones[index]).toMatch(/^09:/);
    }
    const lost = people[2]?.contact;
    expect(lost?.timezoneProblem).toContain("Mars/Olympus_Mons");
    expect(people[0]?.contact.timezoneProblem).toBeNull();
  });

  test("over midnight sends in the small hours of the right days", async () => {
    const sequence = await scene.sequence([{}], {
      ...office,
      timezoneMode: "sequence",
      sendingHours: { start: "23:00", end: "01:00" },
    });
    const person = await scene.enroll(sequence);
    await scene.advance(2, "days");
    expect(localTime((await scene.emails(person))[0]?.sentAt ?? "", "UTC")).toMatch(/^(?:23|00):/);
  });
});

describe("a holiday calendar", () => {
  test("moves a mail past its days, and what it changes later moves whoever a new version takes along", async () => {
    const dayAfter = async (days: number) => {
      const date = new Date((await scene.now()).getTime() + days * 86_400_000);
      return { date: date.toISOString().slice(0, 10), name: "Office closed" };
    };
    await scene.advanceToTime(12);
    const [today, tomorrow, later] = [await dayAfter(0), await dayAfter(1), await dayAfter(2)];
    const { id } = await scene.api("POST /holiday-calendars", { body: { name: "Office", days: [today, tomorrow] } });
    const settings = { ...anyHour, timezone: "UTC", timezoneMode: "sequence" as const, holidayCalendarId: id };
    const sequence = await scene.sequence([{}], { ...settings, sendingDays: [...anyHour.sendingDays] });
    const person = await scene.enroll(sequence);
    const why = await scene.why(person);
    expect(why).toMatchObject({ binding: "holiday", plannedAt: `${later.date}T00:00:00.000Z` });

    await scene.api("PUT /holiday-calendars/:id", { params: { id }, body: { days: [today, tomorrow, later] } });
    expect((await scene.why(person)).plannedAt).toBe(why.plannedAt);
    const takesAlong = { migrations: [{ atStepId: sequence.steps[0]?.id ?? "", action: "move" as const }] };
    await scene.api("POST /sequences/:id/publish", { params: { id: sequence.id }, body: takesAlong });
    await scene.advance(3, "days");
    const [email] = await scene.emails(person);
    expect(email?.sentAt?.slice(0, 10)).toBe((await dayAfter(0)).date);
  });
});

describe("a sending account's workday", () => {
  test("keeps mail until it begins, and lets none leave after it ends", async () => {
    const fresh = new Scene(await product.workspace());
    const sequence = await fresh.sequence([{}]);
    await fresh.advanceToTime(12);
    const [account] = (await fresh.api("GET /sending-accounts", { query: {} })).data;
    const workday = { days: [...anyHour.sendingDays], start: "14:00", end: "14:30", timezone: "UTC" };
    await fresh.api("PUT /sending-accounts/:id", { params: { id: account?.id ?? "" }, body: { workday } });
    const early = await fresh.enroll(sequence);
    expect(await fresh.why(early)).toMatchObject({ binding: "workday" });
    await fresh.advance(150, "minutes");
    const late = await fresh.enroll(sequence);
    await fresh.advance(1, "days");
    for (const person of [early, late]) {
      expect(localTime((await fresh.emails(person))[0]?.sentAt ?? "", "UTC")).toMatch(/^14:[0-2]/);
    }
  });
});

describe("why not yet", () => {
  test("is answered the same at every look, and then it happens at that instant", async () => {
    const sequence = await scene.sequence([{}, { delay: { value: 3, unit: "days" } }], {
      timezoneMode: "sequence",
      timezone: "Europe/Copenhagen",
      sendingDays: [...anyHour.sendingDays],
      sendingHours: { start: "09:00", end: "17:00" },
    });
    // Evening in Copenhagen: the first mail waits as well, whenever this runs.
    await scene.advanceToTime(20);
    const person = await scene.enroll(sequence);
    const looks = [await scene.why(person), await scene.why(person), await scene.why(person)];
    const [first, ...others] = looks.map(({ asOf: _, ...stable }) => stable);
    for (const other of others) expect(other).toEqual(first);
    expect(first?.plannedAt).not.toBeNull();
    expect(first?.constraints.map((each) => each.code)).toContain(first?.binding);

    for (let nth = 1; nth <= 2; nth += 1) {
      const { plannedAt } = await scene.why(person);
      await scene.advanceTo(new Date(Date.parse(plannedAt ?? "") - 60_000));
      expect((await scene.why(person)).plannedAt).toBe(plannedAt);
      expect(await scene.mails(person)).toHaveLength(nth - 1);
      await scene.advance(1, "minutes");
      const lateMs = Date.parse((await scene.emails(person))[nth - 1]?.sentAt ?? "") - Date.parse(plannedAt ?? "");
      expect(lateMs).toBeGreaterThanOrEqual(0);
      expect(lateMs).toBeLessThan(30_000);
    }
  });
});

describe("the time machine", () => {
  test("refuses a second advance while one is on its way, and lets people act meanwhile", async () => {
    const sequence = await scene.sequence([{}, {}, {}, {}, {}]);
    const readers = await Promise.all(Array.from({ length: 6 }, () => scene.reader(sequence)));
    const isMoving = async () => (await scene.api("GET /sandbox/clock")).moving;
    const walk = scene.advance(2, "weeks");
    await until("the clock moved", isMoving);
    await expect(scene.advance(1, "days")).rejects.toMatchObject({ body: { status: 409, code: "clock_moving" } });
    const [reader] = readers;
    await scene.api("POST /sandbox/emails/:id/open", { params: { id: reader?.mail.id ?? "" } });
    await walk;
    expect(await isMoving()).toBe(false);
    for (const person of readers) expect(await scene.mails(person)).toHaveLength(5);
  });

  test("walks to the next thing that happens, one at a time", async () => {
    const fresh = new Scene(await product.workspace());
    const sequence = await fresh.sequence([
      {},
      { delay: { value: 2, unit: "days" } },
      { delay: { value: 3, unit: "days" } },
    ]);
    const reader = await fresh.reader(sequence);
    const begun = (await fresh.now()).getTime();
    for (let nth = 2; nth <= 3; nth += 1) {
      await fresh.walk({ steps: 1 });
      expect(await fresh.mails(reader)).toHaveLength(nth);
    }
    const days = ((await fresh.now()).getTime() - begun) / 86_400_000;
    expect(days).toBeGreaterThan(4.99);
    expect(days).toBeLessThan(5.01);
  });

  test("stands still in a live workspace", async () => {
    const live = await product.workspace("live");
    const refused = live.api("POST /sandbox/clock/advance", { body: { steps: 1 } });
    await expect(refused).rejects.toMatchObject({ body: { status: 409, code: "not_sandbox" } });
  });
});
