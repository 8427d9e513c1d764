import type { StepInput } from "@haste/contract/nouns/steps";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";
import { anyHour, type Person, Scene, type Sequence } from "./scene.ts";

let product: Product;
let scene: Scene;

beforeAll(async () => {
  product = await startProduct();
  scene = new Scene(await product.workspace());
  // Two hours from now are still today, whenever this runs.
  await scene.advanceToTime(9);
});
afterAll(() => product?.stop());

const mail = (subject: string): StepInput => ({ content: { subject, htmlContent: `<p>${subject}</p>` } });

async function activate(name: string, steps: StepInput[]): Promise<Sequence> {
  const { id } = await scene.api("POST /sequences", { body: { name, settings: anyHour, steps } });
  return scene.api("POST /sequences/:id/activate", { params: { id } });
}

const subjects = async (person: Person) => (await scene.mails(person)).map((each) => each.subject);

async function tasksOf({ contact }: Pick<Person, "contact">) {
  return (await scene.api("GET /tasks", { query: { "filter[contactId]": contact.id } })).data;
}

/** Their open task, once it was asked for. */
function taskOf(person: Person) {
  return until("the task was open", async () => (await tasksOf(person)).find((task) => task.status === "open"));
}

const complete = (id: string, outcome: string) =>
  scene.api("POST /tasks/:id/complete", { params: { id }, body: { outcome } });

describe("a sequence that calls before it goes on", () => {
  let sequence: Sequence;
  beforeAll(async () => {
    const connected = { field: "task.outcome", op: "eq", value: "connected" } as const;
    const words = {
      title: "Call {{ contact.firstName }}",
      notes: "Ask about {{ company.name | default: 'the yard' }}.",
    };
    sequence = await activate("Call first", [
      mail("Opener"),
      {
        type: "call",
        delay: { value: 1, unit: "days" },
        content: { ...words, dueIn: { value: 2, unit: "hours" }, waitForCompletion: true },
      },
      {
        type: "branch",
        content: {
          branches: [{ name: "Connected", if: connected, steps: [mail("Good to talk")] }],
          otherwise: [mail("I tried to reach you")],
        },
      },
    ]);
  });

  /** Somebody who got the opener and is to be called. */
  async function calledReader(): Promise<Person> {
    const person = await scene.reader(sequence);
    await scene.advance(1, "days");
    return person;
  }

  test("asks for the call when it falls due, and waits for it however far the clock walks", async () => {
    const person = await calledReader();
    const name = person.contact.firstName ?? "";
    expect(await taskOf(person)).toMatchObject({
      ...{ kind: "call", title: `Call ${name}`, notes: "Ask about the yard.", due: "today", isAwaited: true },
      sequence: { id: sequence.id, name: "Call first" },
    });
    const { after } = await scene.api("GET /tasks/:id", { params: { id: (await taskOf(person)).id } });
    expect(after).toEqual([{ kind: "branch", words: "Connected · otherwise" }]);
    await scene.advance(2, "weeks");
    expect(await tasksOf(person)).toMatchObject([{ status: "open", due: "overdue" }]);
    expect(await subjects(person)).toEqual(["Opener"]);
    expect(await scene.enrollment(person)).toMatchObject({ status: "active", state: "waiting", nextRunAt: null });
    const why = await scene.why(person);
    expect(why).toMatchObject({ state: "waiting", plannedAt: null, binding: "task_open" });
    expect(why.constraints[0]?.detail).toContain(`“Call ${name}”`);
  });

  test.each([
    ["connected", "Good to talk"],
    ["no answer", "I tried to reach you"],
  ])("goes on by the way of the outcome %s", async (outcome, subject) => {
    const person = await calledReader();
    const done = await complete((await taskOf(person)).id, outcome);
    expect(done).toMatchObject({ status: "done", outcome, due: null });
    await scene.mailTo(person, 2);
    expect(await subjects(person)).toEqual(["Opener", subject]);
    await scene.reach(person, { state: "done" });
    await expect(complete(done.id, "connected")).rejects.toMatchObject({
      body: { status: 409, code: "task_not_open", detail: "It is done." },
    });
  });

  test("takes an outcome back before a mail has left because of it, and not after", async () => {
    const patient = await activate("Patient", [
      { type: "task", content: { title: "Look them up" } },
      { delay: { value: 1, unit: "hours" }, ...mail("Found you") },
    ]);
    const person = await scene.enroll(patient);
    const { id } = await taskOf(person);
    const reopen = () => scene.api("POST /tasks/:id/reopen", { params: { id } });
    await complete(id, "not possible");
    expect(await reopen()).toMatchObject({ status: "open", isAwaited: true });
    await scene.advance(1, "days");
    expect(await subjects(person)).toEqual([]);
    await complete(id, "done");
    await scene.advance(1, "days");
    expect(await subjects(person)).toEqual(["Found you"]);
    await expect(reopen()).rejects.toMatchObject({ body: { status: 409, code: "task_moved_on" } });
  });

  test("goes on the other way when the call is skipped", async () => {
    const person = await calledReader();
    const { id } = await taskOf(person);
    await scene.api("POST /tasks/:id/skip", { params: { id }, body: { notes: "No number." } });
    await scene.mailTo(person, 2);
    expect(await subjects(person)).toEqual(["Opener", "I tried to reach you"]);
    expect(await tasksOf(person)).toMatchObject([{ status: "skipped", remark: "No number." }]);
  });

  test("shows the call of somebody away as waiting until they are back", async () => {
    const person = await calledReader();
    const [opener] = await scene.mails(person);
    await scene.api("POST /sandbox/emails/:id/out-of-office", { params: { id: opener?.id ?? "" }, body: {} });
    const { resumeAt } = await scene.reach(person, { status: "paused", state: "waiting" });
    expect(await tasksOf(person)).toMatchObject([
      { status: "open", due: "waiting", waiting: { reason: "out_of_office", until: resumeAt } },
    ]);
    await scene.advanceTo(new Date(Date.parse(resumeAt ?? "") + 60_000));
    expect(await tasksOf(person)).toMatchObject([{ status: "open", waiting: null }]);
  });

  test("takes the call off the list when its person answers", async () => {
    const person = await calledReader();
    const [opener] = await scene.mails(person);
    await scene.api("POST /sandbox/emails/:id/reply", { params: { id: opener?.id ?? "" }, body: { text: "Call me." } });
    await scene.reach(person, { stopReason: "replied" });
    expect(await tasksOf(person)).toMatchObject([{ status: "canceled", due: null }]);
  });
});

describe("a task that nothing waits for", () => {
  test("lets the mail after it leave at its own time, and stays to be done", async () => {
    const sequence = await activate("Look first", [
      mail("Hello"),
      {
        type: "linkedin",
        delay: { value: 0, unit: "minutes" },
        content: { title: "Connect", waitForCompletion: false },
      },
      { delay: { value: 1, unit: "days" }, ...mail("Again") },
    ]);
    const person = await scene.reader(sequence);
    await scene.advance(2, "days");
    expect(await subjects(person)).toEqual(["Hello", "Again"]);
    expect(await scene.enrollment(person)).toMatchObject({ state: "done" });
    expect(await taskOf(person)).toMatchObject({ kind: "linkedin", isAwaited: false });
  });
});
