import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { Scene, type Sequence } from "./scene.ts";

let product: Product;
let scene: Scene;

beforeAll(async () => {
  product = await startProduct();
  scene = new Scene(await product.workspace());
});
afterAll(() => product?.stop());

describe("pausing a sequence", () => {
  test("holds everybody back, and activating it again plans each mail afresh: nobody twice, nobody left out", async () => {
    const sequence = await scene.sequence([{}, {}, {}]);
    const people = await Promise.all(Array.from({ length: 12 }, () => scene.enroll(sequence)));
    await scene.advance(1, "days");
    await scene.api("POST /sequences/:id/pause", { params: { id: sequence.id } });
    await scene.advance(1, "weeks");
    for (const person of people) {
      expect(await scene.mails(person)).toHaveLength(1);
      expect(await scene.enrollment(person)).toMatchObject({ status: "active", state: "waiting" });
    }
    await scene.api("POST /sequences/:id/activate", { params: { id: sequence.id } });
    await scene.settle();
    for (const person of people) expect(await scene.mails(person)).toHaveLength(2);
    await scene.advance(1, "weeks");
    for (const person of people) {
      const steps = (await scene.emails(person)).map((email) => email.stepId);
      expect(new Set(steps).size).toBe(3);
      expect(await scene.mails(person)).toHaveLength(3);
      expect(await scene.enrollment(person)).toMatchObject({ status: "completed", state: "done" });
    }
  });
});

describe("publishing a changed version", () => {
  test("keeps everybody's place: nobody repeats, skips or loses a step", async () => {
    const sequence = await scene.sequence([{ subject: "One" }, { subject: "Two" }, { subject: "Three" }]);
    const early = await scene.reader(sequence);
    await scene.advance(50, "hours");
    expect(await scene.mails(early)).toHaveLength(2);
    const late = await scene.reader(sequence);

    const [one, two, three] = sequence.steps;
    await scene.api("PUT /sequences/:id", {
      params: { id: sequence.id },
      body: {
        steps: [
          { ...keep(one), content: { subject: "One, rewritten", htmlContent: "<p>Again</p>" } },
          { ...keep(two), content: { subject: "Two, rewritten", htmlContent: "<p>New words</p>" } },
          {
            type: "email",
            delay: { value: 1, unit: "days" },
            content: { subject: "Between", htmlContent: "<p>New</p>" },
          },
          { ...keep(three), content: { subject: "Three", htmlContent: "<p>Last</p>" } },
        ],
      },
    });
    const published = await scene.api("POST /sequences/:id/publish", { params: { id: sequence.id } });
    expect(published).toMatchObject({ publishedVersion: 2, hasUnpublishedChanges: false });
    await scene.advance(2, "weeks");
    const subjects = async (person: typeof early) => (await scene.mails(person)).map((mail) => mail.subject);
    // Whoever waited before the third step stands before the third step; what was put in front of it is behind them.
    expect(await subjects(early)).toEqual(["One", "Two", "Three"]);
    expect(await subjects(late)).toEqual(["One", "Two, rewritten", "Between", "Three"]);
    expect(await scene.enrollment(early)).toMatchObject({ status: "completed" });
    expect(await scene.enrollment(late)).toMatchObject({ status: "completed" });
  });

  test("changes nothing for anybody before it is published", async () => {
    const sequence = await scene.sequence([{ subject: "First" }, { subject: "Second" }]);
    const reader = await scene.reader(sequence);
    const [one] = sequence.steps;
    await scene.api("PUT /sequences/:id", { params: { id: sequence.id }, body: { steps: [keep(one)] } });
    await scene.advance(1, "weeks");
    expect(await scene.mails(reader)).toHaveLength(2);
  });

  function keep(step: Sequence["steps"][number] | undefined) {
    if (step === undefined) throw new Error("There is no such step.");
    const { id, type, delay, content } = step;
    return { id, type, delay, content };
  }
});

describe("archiving a sequence", () => {
  test("stops its people, and the links of what was sent live on", async () => {
    const sequence = await scene.sequence();
    const reader = await scene.reader(sequence);
    await scene.api("DELETE /sequences/:id", { params: { id: sequence.id } });
    await scene.advance(1, "weeks");
    expect(await scene.mails(reader)).toHaveLength(1);
    const links = reader.mail.html?.match(/http:\/\/[^"]+\/(?:t|u)\/[^"]+/g) ?? [];
    expect(links).toHaveLength(3);
    for (const link of links) expect((await fetch(link, { redirect: "manual" })).status).toBeLessThan(400);
  });
});
