import type { RequestOf } from "@haste/contract/client";
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
  test("takes people along at their place: nobody repeats, skips or loses a step", async () => {
    const { sequence, early, late } = await inTheMiddle();
    const [one, two, three] = sequence.steps;
    await rewrite(sequence);
    const migrations = [one, two, three].map((step) => ({ atStepId: step?.id ?? "", action: "move" as const }));
    const { impact } = await publish(sequence, { migrations, dryRun: true });
    expect(impact.groups.map((group) => [group.stepId, group.people])).toEqual([
      [two?.id, 1],
      [three?.id, 1],
    ]);
    const published = await publish(sequence, { migrations });
    expect(published).toMatchObject({ publishedVersion: 2, hasUnpublishedChanges: false });
    await scene.advance(2, "weeks");
    // Whoever waited before the third step stands before the third step; what was put in front of it is behind them.
    expect(await subjects(early)).toEqual(["One", "Two", "Three"]);
    expect(await subjects(late)).toEqual(["One", "Two, rewritten", "Between", "Three"]);
    expect(await scene.enrollment(early)).toMatchObject({ status: "completed" });
    expect(await scene.enrollment(late)).toMatchObject({ status: "completed" });
  });

  test("leaves people on the version they began with, a step that was taken out included", async () => {
    const { sequence, early, late } = await inTheMiddle();
    const [one] = sequence.steps;
    await scene.api("PUT /sequences/:id", { params: { id: sequence.id }, body: { steps: [keep(one)] } });
    await publish(sequence);
    const fresh = await scene.reader(sequence);
    await scene.advance(2, "weeks");
    for (const person of [early, late]) {
      expect(await subjects(person)).toEqual(["One", "Two", "Three"]);
      expect(await scene.enrollment(person)).toMatchObject({ status: "completed", sequenceVersion: 1 });
    }
    expect(await subjects(fresh)).toEqual(["One"]);
  });

  test("lets people skip a step, or begin again without a second mail", async () => {
    const { sequence, early, late } = await inTheMiddle();
    const [, two, three] = sequence.steps;
    await rewrite(sequence);
    const migrations = [
      { atStepId: two?.id ?? "", action: "skip" as const },
      { atStepId: three?.id ?? "", action: "reenter" as const },
    ];
    await publish(sequence, { migrations });
    await scene.advance(3, "weeks");
    expect(await subjects(late)).toEqual(["One", "Between", "Three"]);
    expect(await subjects(early)).toEqual(["One", "Two", "Between", "Three"]);
  });

  test("goes back to the version before in one go, people and all", async () => {
    const { sequence, early, late } = await inTheMiddle();
    const [, two, three] = sequence.steps;
    await rewrite(sequence);
    const migrations = [two, three].map((step) => ({ atStepId: step?.id ?? "", action: "move" as const }));
    await publish(sequence, { migrations });
    await scene.api("POST /sequences/:id/revert", { params: { id: sequence.id }, body: { version: 1 } });
    await scene.advance(2, "weeks");
    for (const person of [early, late]) {
      expect(await subjects(person)).toEqual(["One", "Two", "Three"]);
      expect(await scene.enrollment(person)).toMatchObject({ status: "completed", sequenceVersion: 3 });
    }
  });

  test("changes nothing for anybody before it is published", async () => {
    const sequence = await scene.sequence([{ subject: "First" }, { subject: "Second" }]);
    const reader = await scene.reader(sequence);
    const [one] = sequence.steps;
    await scene.api("PUT /sequences/:id", { params: { id: sequence.id }, body: { steps: [keep(one)] } });
    await scene.advance(1, "weeks");
    expect(await scene.mails(reader)).toHaveLength(2);
  });

  /** Three steps; somebody who waits before the third, and somebody before the second. */
  async function inTheMiddle() {
    const sequence = await scene.sequence([{ subject: "One" }, { subject: "Two" }, { subject: "Three" }]);
    const early = await scene.reader(sequence);
    await scene.advance(50, "hours");
    expect(await scene.mails(early)).toHaveLength(2);
    return { sequence, early, late: await scene.reader(sequence) };
  }

  /** Other words in the first two steps, and a step between them and the third. */
  async function rewrite({ id, steps: [one, two, three] }: Sequence) {
    const delay = { value: 1, unit: "days" as const };
    const between = { type: "email" as const, delay, content: { subject: "Between", htmlContent: "<p>New</p>" } };
    const steps = [
      { ...keep(one), content: { subject: "One, rewritten", htmlContent: "<p>Again</p>" } },
      { ...keep(two), content: { subject: "Two, rewritten", htmlContent: "<p>New words</p>" } },
      between,
      { ...keep(three), content: { subject: "Three", htmlContent: "<p>Last</p>" } },
    ];
    await scene.api("PUT /sequences/:id", { params: { id }, body: { steps } });
  }

  type Publication = NonNullable<RequestOf<"POST /sequences/:id/publish">["body"]>;
  function publish({ id }: Sequence, body: Publication = {}) {
    return scene.api("POST /sequences/:id/publish", { params: { id }, body });
  }

  async function subjects(person: Parameters<Scene["mails"]>[0]) {
    return (await scene.mails(person)).map((mail) => mail.subject);
  }

  function keep(step: Sequence["steps"][number] | undefined) {
    if (step === undefined) throw new Error("There is no such step.");
    const { id, type, delay, content } = step;
    return { id, type, delay, content };
  }
});

describe("closing a sequence", () => {
  test("takes nobody in any more, lets its people come to their end, and is completed then", async () => {
    const sequence = await scene.sequence();
    const reader = await scene.reader(sequence);
    await scene.api("POST /sequences/:id/complete", { params: { id: sequence.id } });
    await expect(scene.enroll(sequence)).rejects.toThrow(/closed to new people/);
    await scene.advance(1, "weeks");
    expect(await scene.mails(reader)).toHaveLength(2);
    const get = () => scene.api("GET /sequences/:id", { params: { id: sequence.id } });
    expect(await get()).toMatchObject({ status: "completed" });
    await scene.api("POST /sequences/:id/activate", { params: { id: sequence.id } });
    await scene.enroll(sequence);
    expect(await get()).toMatchObject({ status: "active", closedAt: null });
  });
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
