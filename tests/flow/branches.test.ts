import type { StepInput } from "@haste/contract/nouns/steps";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { anyHour, type Person, Scene, type Sequence } from "./scene.ts";

let product: Product;
let scene: Scene;

beforeAll(async () => {
  product = await startProduct({ demo: false });
  scene = new Scene(await product.workspace());
});
afterAll(() => product?.stop());

const mail = (subject: string): StepInput => ({
  content: { subject, htmlContent: `<p>${subject}. <a href="https://example.com/pricing">Prices</a></p>` },
});

async function activate(name: string, steps: StepInput[]): Promise<Sequence> {
  const { id } = await scene.api("POST /sequences", { body: { name, settings: anyHour, steps } });
  return scene.api("POST /sequences/:id/activate", { params: { id } });
}

const subjects = async (person: Person) => (await scene.mails(person)).map((each) => each.subject);

describe("a sequence that waits for a click and branches on it", () => {
  let sequence: Sequence;
  beforeAll(async () => {
    const opener = crypto.randomUUID();
    const clicked = { field: "email.clicked", op: "eq", value: true, step: opener } as const;
    const pricing = { field: "email.clickedLink", op: "contains", value: "pricing" } as const;
    sequence = await activate("Pricing", [
      { id: opener, ...mail("Opener") },
      { type: "wait", content: { for: clicked, upTo: { value: 3, unit: "days" } } },
      {
        type: "branch",
        content: {
          branches: [{ name: "Clicked pricing", if: pricing, steps: [mail("You looked at the prices")] }],
          otherwise: [mail("Something else"), { type: "exit", content: { reason: "not now" } }],
        },
      },
      { delay: { value: 1, unit: "days" }, ...mail("Last words") },
    ]);
  });

  test("goes on at the click, by the way that the click opened", async () => {
    const person = await scene.reader(sequence);
    await scene.api("POST /sandbox/emails/:id/click", { params: { id: person.mail.id }, body: {} });
    await scene.mailTo(person, 2);
    expect(await subjects(person)).toEqual(["Opener", "You looked at the prices"]);
    await scene.advance(2, "days");
    expect(await subjects(person)).toEqual(["Opener", "You looked at the prices", "Last words"]);
    expect((await scene.enrollment(person)).state).toBe("done");
  });

  test("is not moved by a machine's click, and gives up at its deadline", async () => {
    const person = await scene.reader(sequence);
    await scene.api("POST /sandbox/emails/:id/click", { params: { id: person.mail.id }, body: { as: "scanner" } });
    await scene.settle();
    expect((await scene.why(person)).binding).toBe("waiting_for");
    expect(await subjects(person)).toEqual(["Opener"]);
    await scene.advance(3, "days");
    expect(await subjects(person)).toEqual(["Opener", "Something else"]);
    expect(await scene.enrollment(person)).toMatchObject({ state: "stopped", stopReason: "exit" });
  });
});

describe("entry conditions", () => {
  test("skip a step for whom it does not hold, and let the next one follow at its own delay", async () => {
    const isHead = { field: "contact.title", op: "contains", value: "head" } as const;
    const sequence = await activate("Titles", [
      { ...mail("For leaders"), conditions: [{ if: isHead, else: { action: "skip" } }] },
      mail("For everybody"),
    ]);
    const head = await scene.reader(sequence, { title: "Head of Operations" });
    const other = await scene.reader(sequence, { title: "Engineer" });
    await scene.settle();
    expect(await subjects(head)).toEqual(["For leaders", "For everybody"]);
    expect(await subjects(other)).toEqual(["For everybody"]);
  });
});

describe("a step that enrolls into another sequence", () => {
  test("finishes the one and begins the other, once, on the same account", async () => {
    const target = await activate("Nurture", [mail("Slowly")]);
    const source = await activate("Quick", [mail("Quickly"), { type: "enroll", content: { sequenceId: target.id } }]);
    const person = await scene.reader(source);
    await scene.mailTo(person, 2);
    expect(await subjects(person)).toEqual(["Quickly", "Slowly"]);
    expect((await scene.enrollment(person)).state).toBe("done");
    const { data } = await scene.api("GET /contacts/:id/sequences", { params: { id: person.contact.id } });
    expect(data.map((one) => one.sequence?.name).toSorted()).toEqual(["Nurture", "Quick"]);
    expect(new Set(data.map((one) => one.sendingAccountId)).size).toBe(1);
  });

  test("cannot lead round in a circle: the refusal names the step", async () => {
    const first = await activate("One", [mail("One")]);
    const second = await activate("Two", [mail("Two"), { type: "enroll", content: { sequenceId: first.id } }]);
    const params = { id: first.id };
    const steps: StepInput[] = [mail("One"), { type: "enroll", content: { sequenceId: second.id } }];
    const changed = await scene.api("PUT /sequences/:id", { params, body: { steps } });
    const refusal = await scene.api("POST /sequences/:id/publish", { params }).catch((err: unknown) => err);
    const fault = { code: "broken-step", pointer: "/steps/1/content/sequenceId", stepId: changed.steps[1]?.id };
    expect(refusal).toMatchObject({ body: { code: "not_activatable", errors: [fault] } });
  });
});
