import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { anyHour, type Person, Scene, type Sequence } from "./scene.ts";

let product: Product;
let scene: Scene;
let named = 0;

beforeAll(async () => {
  product = await startProduct();
  scene = new Scene(await product.workspace());
});
afterAll(() => product?.stop());

/** Active; the emails of its first step wait as `approval` says. */
async function sequenceWith(approval: { emails: number | "all" }): Promise<Sequence> {
  named += 1;
  const { id } = await scene.api("POST /sequences", {
    body: {
      name: `Looked at ${named}`,
      settings: anyHour,
      steps: [
        { content: { subject: "Hi {{ contact.firstName }}", htmlContent: "<p>First</p>" }, approval },
        { delay: { value: 2, unit: "days" }, content: { htmlContent: "<p>Second</p>" } },
      ],
    },
  });
  return scene.api("POST /sequences/:id/activate", { params: { id } });
}

async function waiting(sequence: Sequence) {
  const query = { "filter[sequenceId]": sequence.id, include: "total" };
  return (await scene.api("GET /approvals", { query })).data;
}

async function approvalOf(sequence: Sequence, person: Person) {
  const found = (await waiting(sequence)).find(({ contact }) => contact.id === person.contact.id);
  if (found === undefined) throw new Error("nobody asked about this person");
  return found;
}

const approve = (id: string) => scene.api("POST /approvals/:id/approve", { params: { id } });

describe("an email that somebody looks at first", () => {
  test("waits until it is approved, one by one where all are, and its follow-up stays in the thread", async () => {
    const sequence = await sequenceWith({ emails: "all" });
    const [ada, bo] = [await scene.enroll(sequence, { firstName: "Ada" }), await scene.enroll(sequence)];
    await scene.settle();
    expect(await scene.enrollment(ada)).toMatchObject({
      state: "held",
      stateReason: expect.stringContaining("approves"),
    });
    const asked = await approvalOf(sequence, ada);
    const shown = await scene.api("GET /approvals/:id", { params: { id: asked.id } });
    expect(shown).toMatchObject({
      ...{ status: "pending", isEdited: false, content: { htmlContent: "<p>First</p>" } },
      preview: { subject: "Hi Ada", refusal: null },
    });
    expect(await approve(asked.id)).toMatchObject({ status: "approved", decidedByName: expect.any(String) });
    await scene.settle();
    expect(await scene.mails(ada)).toMatchObject([{ subject: "Hi Ada" }]);
    expect(await scene.mails(bo)).toEqual([]);
    await expect(approve(asked.id)).rejects.toThrow("it is approved");
    await scene.advance(3, "days");
    expect(await scene.mails(ada)).toMatchObject([{ subject: "Hi Ada" }, { subject: "Re: Hi Ada" }]);
    expect((await waiting(sequence)).map(({ contact }) => contact.id)).toEqual([bo.contact.id]);
  });

  test("lets all others of its step leave with the last approval that was asked for", async () => {
    const sequence = await sequenceWith({ emails: 2 });
    const people: Person[] = [];
    for (let count = 0; count < 5; count += 1) people.push(await scene.enroll(sequence));
    await scene.settle();
    const [first, second] = await waiting(sequence);
    expect(await waiting(sequence)).toHaveLength(5);
    await approve(first?.id ?? "");
    await scene.settle();
    expect(await waiting(sequence)).toHaveLength(4);
    await approve(second?.id ?? "");
    await scene.settle();
    expect(await waiting(sequence)).toEqual([]);
    for (const person of people) expect(await scene.mails(person)).toHaveLength(1);
    const late = await scene.enroll(sequence);
    await scene.settle();
    expect(await scene.mails(late)).toHaveLength(1);
  });

  test("that a rule holds is approved by itself, in the words somebody gave it, whatever became of the rule", async () => {
    await scene.api("PUT /compliance", { body: { spamKeywords: ["dock"] } });
    const sequence = await scene.sequence([{ subject: "About your dock" }]);
    const ada = await scene.enroll(sequence);
    const bo = await scene.enroll(sequence);
    await scene.settle();
    const asked = await waiting(sequence);
    expect(asked.map(({ reason }) => reason)).toEqual(Array(2).fill("It says “dock”, which waits for approval here."));
    const [mine, other] = [ada, bo].map((one) => asked.find(({ contact }) => contact.id === one.contact.id)?.id ?? "");
    const content = { subject: "About your gate" };
    await scene.api("PUT /approvals/:id", { params: { id: mine ?? "" }, body: { content } });
    const released = await scene.api("POST /approvals/bulk", { body: { action: "approve", ids: [mine ?? ""] } });
    await scene.api("PUT /compliance", { body: { spamKeywords: [] } });
    expect(released).toMatchObject({ changed: [mine], released: 0 });
    await scene.settle();
    expect(await scene.mails(ada)).toMatchObject([{ subject: "About your gate" }]);
    expect(await scene.mails(bo)).toEqual([]);
    expect((await waiting(sequence)).map(({ id }) => id)).toEqual([other]);
  });

  test("is decided together with others, each once however often it is asked, and home tells it from what lacks a value", async () => {
    const sequence = await sequenceWith({ emails: 3 });
    const people: Person[] = [];
    for (let count = 0; count < 6; count += 1) people.push(await scene.enroll(sequence, { firstName: `P${count}` }));
    await scene.settle();
    const needs = (await scene.api("GET /home")).needsYou.filter(({ sequenceId }) => sequenceId === sequence.id);
    expect(needs).toMatchObject([{ code: "approval", count: 6, title: "6 mails are waiting for approval" }]);
    const query = { "filter[sequenceId]": sequence.id };
    const [step] = (await scene.api("GET /approvals/steps", { query })).data;
    expect(step).toMatchObject({ number: 1, waiting: 6, approved: 0, untilRelease: 3 });
    const read = await scene.api("GET /sequences/:id", { params: { id: sequence.id }, query: { include: "stats" } });
    expect(read.stats?.attention).toMatchObject({ held: 0, approvals: 6 });

    const decide = (action: "approve" | "skip", ids: string[]) =>
      scene.api("POST /approvals/bulk", { body: { action, ids } });
    const byName = new Map((await waiting(sequence)).map(({ id, contact }) => [contact.firstName, id]));
    const idOf = (name: string) => byName.get(name) ?? "";
    await scene.api("PUT /approvals/:id", {
      params: { id: idOf("P5") },
      body: { content: { subject: "Written for you" } },
    });
    expect(await decide("skip", [idOf("P0")])).toMatchObject({ changed: [idOf("P0")], released: 0, refused: [] });
    const three = [idOf("P1"), idOf("P2"), idOf("P3")];
    const gone = crypto.randomUUID();
    expect(await decide("approve", [...three, idOf("P0"), gone])).toEqual({
      changed: [...three].toSorted(),
      released: 2,
      refused: [
        { id: idOf("P0"), code: "not_waiting" },
        { id: gone, code: "not_found" },
      ],
    });
    expect((await decide("approve", three)).refused).toHaveLength(3);
    await scene.settle();
    expect(await waiting(sequence)).toEqual([]);
    const subjects = await Promise.all(
      people.map(async (person) => (await scene.mails(person)).map((mail) => mail.subject)),
    );
    expect(subjects).toEqual([[], ["Hi P1"], ["Hi P2"], ["Hi P3"], ["Hi P4"], ["Written for you"]]);
  });

  test("can say something else to one person, in the same thread, and broken words are refused", async () => {
    const sequence = await sequenceWith({ emails: "all" });
    const person = await scene.enroll(sequence, { firstName: "Cleo" });
    await scene.settle();
    const { id } = await approvalOf(sequence, person);
    const edit = (content: Record<string, string>) =>
      scene.api("PUT /approvals/:id", { params: { id }, body: { content } });
    await expect(edit({ htmlContent: "{% if %}" })).rejects.toThrow("line 1, column 7");
    await edit({ subject: "For {{ contact.firstName }} only" });
    expect(await edit({ htmlContent: "<p>By hand</p>" })).toMatchObject({
      isEdited: true,
      preview: { subject: "For Cleo only", html: expect.stringContaining("By hand") },
    });
    await approve(id);
    await scene.advance(3, "days");
    const [mail, followUp] = await scene.mails(person);
    expect(mail).toMatchObject({ subject: "For Cleo only" });
    expect((await scene.mailTo(person)).html).toContain("By hand");
    expect(followUp).toMatchObject({ subject: "Re: For Cleo only" });
  });

  test("never leaves once it is rejected: its person goes on with the next step, or is taken out", async () => {
    const sequence = await sequenceWith({ emails: "all" });
    const [skipped, stopped] = [await scene.enroll(sequence), await scene.enroll(sequence)];
    await scene.settle();
    const reject = async (person: Person, action: "skip" | "stop") =>
      scene.api("POST /approvals/:id/reject", {
        params: { id: (await approvalOf(sequence, person)).id },
        body: { action },
      });
    expect(await reject(skipped, "skip")).toMatchObject({ status: "rejected" });
    await reject(stopped, "stop");
    await scene.settle();
    expect(await scene.enrollment(stopped)).toMatchObject({ status: "stopped", stopReason: "removed" });
    expect((await scene.enrollment(skipped)).currentStepId).toBe(sequence.steps[1]?.id);
    await scene.advance(3, "days");
    expect((await scene.emails(skipped)).map(({ stepId, status }) => [stepId, status])).not.toContainEqual([
      sequence.steps[0]?.id,
      "sent",
    ]);
    expect(await scene.mails(stopped)).toEqual([]);
  });
});
