import type { RequestOf } from "@haste/contract/client";
import type { StepInput } from "@haste/contract/nouns/steps";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";
import { anyHour, type Person, Scene, type Sequence } from "./scene.ts";

let product: Product;
let scene: Scene;
let stages: Readonly<Record<string, string>>;

beforeAll(async () => {
  product = await startProduct({ demo: false });
  scene = new Scene(await product.workspace());
  const pipeline = await scene.api("POST /pipelines", { body: { name: "Sales" } });
  stages = Object.fromEntries(pipeline.stages.map(({ id, name }) => [name, id]));
});
afterAll(() => product?.stop());

type Settings = NonNullable<RequestOf<"POST /sequences">["body"]["settings"]>;

const mail = (subject: string): StepInput => ({ content: { subject, htmlContent: "<p>Hello</p>" } });
const inAWeek = { delay: { value: 7, unit: "days" as const } };

async function activate(name: string, steps: StepInput[], settings: Settings = {}): Promise<Sequence> {
  const body = { name, settings: { ...anyHour, ...settings }, steps };
  const { id } = await scene.api("POST /sequences", { body });
  return scene.api("POST /sequences/:id/activate", { params: { id } });
}

const subjects = async (person: Pick<Person, "contact">) => (await scene.mails(person)).map((each) => each.subject);
const dealWith = (person: Pick<Person, "contact">, fields: Partial<RequestOf<"POST /deals">["body"]> = {}) =>
  scene.api("POST /deals", { body: { name: "Forty docks", contactIds: [person.contact.id], ...fields } });
const moveTo = (id: string, stage: string) =>
  scene.api("PUT /deals/:id", { params: { id }, body: { stageId: stages[stage] as string } });

describe("a deal", () => {
  test("that reaches a stage fires triggers, and the sequence it leads to speaks of that deal, won as it is", async () => {
    const welcome = await activate("Customers", [mail("Welcome: {{ deal.name }} is {{ deal.stage }}")]);
    const sequence = await activate("Prospects", [mail("Opener"), { ...mail("Again"), ...inAWeek }], {
      triggers: [
        { id: "w", on: { signal: "deal_stage", stage: "won" }, do: { action: "enroll", sequenceId: welcome.id } },
        { id: "s", on: { signal: "deal_stage", stage: "won" }, do: { action: "stop", reason: "bought" } },
      ],
    });
    const person = await scene.reader(sequence);
    const { id } = await dealWith(person);
    await moveTo(id, "Proposal");
    expect(await scene.enrollment(person)).toMatchObject({ status: "active" });
    await moveTo(id, "Won");
    expect(await scene.enrollment(person)).toMatchObject({ status: "stopped", stopReason: "trigger" });
    await scene.mailTo(person, 2);
    expect(await subjects(person)).toEqual(["Opener", "Welcome: Forty docks is Won"]);
  });

  test("is moved by an answer where a trigger says so, as long as it is open", async () => {
    const sequence = await activate("Answers", [mail("Opener"), { ...mail("Again"), ...inAWeek }], {
      triggers: [{ id: "q", on: { signal: "replied" }, do: { action: "deal_stage", stage: "proposal" } }],
    });
    const [open, lost] = [await scene.reader(sequence), await scene.reader(sequence)];
    const deals = { open: await dealWith(open), lost: await dealWith(lost) };
    await moveTo(deals.lost.id, "Lost");
    for (const { mail: opener } of [open, lost]) {
      await scene.api("POST /sandbox/emails/:id/reply", { params: { id: opener.id }, body: { text: "Sounds good." } });
    }
    const jobs = await until("both jobs were done", async () => {
      const { data } = await scene.api("GET /jobs", { query: { limit: 20 } });
      const moves = data.filter(({ kind, status }) => kind === "deal-move" && status === "done");
      return moves.length === 2 ? moves : undefined;
    });
    expect(jobs.map(({ counts }) => counts.moved).toSorted()).toEqual([0, 1]);
    const stageOf = async (id: string) => (await scene.api("GET /deals/:id", { params: { id } })).stage;
    expect([await stageOf(deals.open.id), await stageOf(deals.lost.id)]).toEqual(["Proposal", "Lost"]);
  });

  test("that grows ends a wait for its amount", async () => {
    const big = { field: "deal.amount", op: "gte", value: 10_000 } as const;
    const sequence = await activate("Patience", [
      mail("Opener"),
      { type: "wait", content: { for: big, upTo: { value: 30, unit: "days" } } },
      mail("About {{ deal.amount }} {{ deal.currency }}"),
    ]);
    const person = await scene.reader(sequence);
    await scene.settle();
    const { id } = await dealWith(person, { amount: 500_000, currency: "EUR" });
    await scene.settle();
    expect(await subjects(person)).toEqual(["Opener"]);
    await scene.api("PUT /deals/:id", { params: { id }, body: { amount: 1_250_050 } });
    await scene.mailTo(person, 2);
    expect(await subjects(person)).toEqual(["Opener", "About 12500.5 EUR"]);
  });

  test("that an enrollment names is the one spoken of, and no reason against enrolling", async () => {
    const sequence = await activate("About one deal", [mail("{{ deal.name }}")]);
    const contact = await scene.contact();
    const older = await dealWith({ contact }, { name: "The older one" });
    const enroll = (body: Omit<RequestOf<"POST /sequences/:id/enroll">["body"], "contactId">) =>
      scene.api("POST /sequences/:id/enroll", {
        params: { id: sequence.id },
        body: { contactId: contact.id, ...body },
      });
    expect(await enroll({}).catch((err: unknown) => err)).toMatchObject({
      body: { code: "enrollment_refused", guards: [{ code: "customer" }] },
    });
    expect(await enroll({ dealId: crypto.randomUUID() }).catch((err: unknown) => err)).toMatchObject({
      body: { code: "not_found" },
    });
    const enrollment = await enroll({ dealId: older.id });
    expect(enrollment.dealId).toBe(older.id);
    await dealWith({ contact }, { name: "The newer one" });
    const preview = await scene.api("GET /sequences/:id/preview-context", {
      params: { id: sequence.id },
      query: { contactId: contact.id },
    });
    expect(preview.deal).toEqual({
      name: "The older one",
      stage: "Qualified",
      amount: null,
      currency: null,
      customFields: {},
    });
    await scene.mailTo({ contact });
    expect(await subjects({ contact })).toEqual(["The older one"]);
  });
});
