import type { RequestOf } from "@haste/contract/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";
import { anyHour, type Person, Scene, type Sequence } from "./scene.ts";

let product: Product;
let scene: Scene;

beforeAll(async () => {
  product = await startProduct({ demo: false });
  scene = new Scene(await product.workspace());
});
afterAll(() => product?.stop());

type Settings = NonNullable<RequestOf<"POST /sequences">["body"]["settings"]>;
type Steps = NonNullable<RequestOf<"POST /sequences">["body"]["steps"]>;
type Triggers = NonNullable<Settings["triggers"]>;

const mail = (subject: string) => ({
  content: { subject, htmlContent: `<p>${subject}. <a href="https://example.com/pricing">Prices</a></p>` },
});
const inAWeek = { delay: { value: 7, unit: "days" as const } };

async function activate(name: string, steps: Steps, settings: Settings = {}): Promise<Sequence> {
  const { id } = await scene.api("POST /sequences", { body: { name, settings: { ...anyHour, ...settings }, steps } });
  return scene.api("POST /sequences/:id/activate", { params: { id } });
}

const subjects = async (person: Person) => (await scene.mails(person)).map((each) => each.subject);
const click = (id: string, as?: "scanner") =>
  scene.api("POST /sandbox/emails/:id/click", { params: { id }, body: as === undefined ? {} : { as } });
const reply = (id: string) =>
  scene.api("POST /sandbox/emails/:id/reply", { params: { id }, body: { text: "Sounds good." } });

describe("triggers", () => {
  test("a person's click moves them ahead, and a scanner's does not", async () => {
    const offer = crypto.randomUUID();
    const triggers: Triggers = [
      { id: "pricing", on: { signal: "clicked", link: "pricing" }, do: { action: "move", stepId: offer } },
    ];
    const steps = [mail("Opener"), { ...mail("Patience"), ...inAWeek }, { id: offer, ...mail("An offer") }];
    const sequence = await activate("Interest", steps, { triggers });
    const person = await scene.reader(sequence);
    await click(person.mail.id, "scanner");
    await scene.settle();
    expect(await subjects(person)).toEqual(["Opener"]);
    await click(person.mail.id);
    await scene.mailTo(person, 2);
    expect(await subjects(person)).toEqual(["Opener", "An offer"]);
  });

  test("a custom event enrolls elsewhere, and a tag that is put on the contact stops", async () => {
    const nurture = await activate("After the trial", [mail("Welcome")]);
    const triggers: Triggers = [
      {
        id: "trial",
        on: { signal: "event", event: "trial_started" },
        do: { action: "enroll", sequenceId: nurture.id },
      },
      { id: "customer", on: { signal: "tag", tag: "customer" }, do: { action: "stop", reason: "bought" } },
    ];
    const sequence = await activate("Before the trial", [mail("Try it"), { ...mail("Again"), ...inAWeek }], {
      triggers,
    });
    const person = await scene.reader(sequence);
    const body = { name: "trial_started", email: person.contact.email, id: crypto.randomUUID() };
    const first = await scene.api("POST /custom-events", { body });
    expect(first).toMatchObject({ contactId: person.contact.id, name: "trial_started", duplicate: false });
    expect(await scene.api("POST /custom-events", { body })).toMatchObject({ id: body.id, duplicate: true });
    await scene.mailTo(person, 2);
    expect(await subjects(person)).toEqual(["Try it", "Welcome"]);
    await scene.api("PUT /contacts/:id", { params: { id: person.contact.id }, body: { tags: ["Customer"] } });
    expect(await scene.enrollment(person)).toMatchObject({ status: "stopped", stopReason: "trigger" });
  });

  test("of an event nobody is known for, or that is yet to come, are refused", async () => {
    const refusal = (body: RequestOf<"POST /custom-events">["body"]) =>
      scene.api("POST /custom-events", { body }).catch((err: unknown) => err);
    expect(await refusal({ name: "signup", email: "nobody@reader.example" })).toMatchObject({ body: { status: 404 } });
    const someone = await scene.contact();
    const tomorrow = new Date((await scene.now()).getTime() + 86_400_000).toISOString();
    expect(await refusal({ name: "signup", contactId: someone.id, occurredAt: tomorrow })).toMatchObject({
      body: { code: "invalid_request", errors: [{ pointer: "/occurredAt" }] },
    });
  });

  test("that lead nowhere keep a sequence from running, and the refusal names their place", async () => {
    const triggers: Triggers = [
      { id: "a", on: { signal: "opened" }, do: { action: "move", stepId: crypto.randomUUID() } },
      {
        id: "b",
        on: { signal: "replied" },
        if: { field: "contact.shoeSize", op: "eq", value: 44 },
        do: { action: "task", title: "Measure" },
      },
    ];
    const stopRules = [{ on: "unsubscribe", scope: "contact", action: "continue" } as const];
    const settings = { triggers, stopRules };
    const refusal = await activate("Nowhere", [mail("Hello")], settings).catch((err: unknown) => err);
    const pointers = [
      "/settings/stopRules/0/action",
      "/settings/triggers/0/do/stepId",
      "/settings/triggers/1/if/field",
    ];
    expect(refusal).toMatchObject({
      body: { code: "not_activatable", errors: pointers.map((pointer) => ({ pointer })) },
    });
  });

  test("speak of the copied steps in a copy of their sequence", async () => {
    const offer = crypto.randomUUID();
    const triggers: Triggers = [{ id: "x", on: { signal: "opened" }, do: { action: "move", stepId: offer } }];
    const { id } = await activate("Original", [mail("One"), { id: offer, ...mail("Two") }], { triggers });
    const copy = await scene.api("POST /sequences/:id/duplicate", { params: { id } });
    expect(copy.settings.triggers[0]?.do).toEqual({ action: "move", stepId: copy.steps[1]?.id });
    expect(copy.steps[1]?.id).not.toBe(offer);
  });
});

describe("a rule that an answer stops the whole employer (B12)", () => {
  async function answered(scope: "company" | "domain", first: string, second: string) {
    const stopRules = [{ on: "interested", scope, action: "stop" } as const];
    const sequence = await activate(
      `Employer by ${scope} ${first}`,
      [mail("Hello"), { ...mail("Again"), ...inAWeek }],
      {
        stopRules,
      },
    );
    const company = { name: "Tidewater", domain: "tidewater.example" };
    const where = scope === "company" ? { company } : {};
    const person = await scene.reader(sequence, { email: first, ...where });
    const colleague = await scene.reader(sequence, { email: second, ...where });
    await scene.sent(colleague);
    await reply(person.mail.id);
    await scene.reach(person, { status: "stopped", stopReason: "replied" });
    return colleague;
  }

  test("reaches a colleague of the same company", async () => {
    const colleague = await answered("company", "ann@tidewater.example", "bob@tidewater.example");
    expect(await scene.enrollment(colleague)).toMatchObject({ status: "stopped", stopReason: "colleague" });
  });

  test("reaches nobody who only has the same free-mail provider", async () => {
    const colleague = await answered("domain", "ann.flow@gmail.com", "bob.flow@gmail.com");
    expect(await scene.enrollment(colleague)).toMatchObject({ status: "active" });
  });
});

test("an answer that pauses leaves a task for whoever enrolled the person, told as it is opened", async () => {
  const sequence = await activate("Careful", [mail("Hello"), { ...mail("Again"), ...inAWeek }], {
    replyHandling: "pause",
  });
  const person = await scene.reader(sequence);
  await scene.sent(person);
  await reply(person.mail.id);
  await scene.reach(person, { status: "paused", pauseReason: "replied" });
  const task = await until("the task was told of", async () =>
    (await scene.events()).find((one) => one.name === "task.created" && one.contactId === person.contact.id),
  );
  expect(task).toMatchObject({ enrollmentId: person.enrollmentId, detail: "Reply to" });
});
