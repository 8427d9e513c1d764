import type { RequestOf } from "@haste/contract/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { anyHour, type Contact, Scene, type Sequence } from "./scene.ts";

let product: Product;
let scene: Scene;

beforeAll(async () => {
  product = await startProduct({ demo: false });
  scene = new Scene(await product.workspace());
});
afterAll(() => product?.stop());

type Settings = NonNullable<RequestOf<"POST /sequences">["body"]["settings"]>;

/** The people of one segment, and somebody who is not in it. */
async function segmentOf(name: string, count: number, at = scene): Promise<{ id: string; people: Contact[] }> {
  const condition = { field: "contact.tags", op: "contains", value: name } as const;
  const segment = await at.api("POST /segments", { body: { name, condition } });
  const people = await Promise.all(Array.from({ length: count }, () => at.contact({ tags: [name] })));
  await at.contact();
  return { id: segment.id, people };
}

async function enrollSegment(sequence: Sequence, segmentId: string, more: object = {}) {
  const job = await scene.api("POST /sequences/:id/enroll/bulk", {
    params: { id: sequence.id },
    body: { segmentId, ...more },
  });
  return scene.finish(job.id);
}

async function idsIn(sequence: Sequence): Promise<string[]> {
  return (await scene.people(sequence)).map((enrollment) => enrollment.contactId).toSorted();
}

const inAWeek = { value: 7, unit: "days" } as const;

describe("a segment", () => {
  test("is judged and then enrolled as a whole, and nobody else with it", async () => {
    const { id, people } = await segmentOf("harborline", 3);
    const sequence = await scene.sequence();
    const dry = await enrollSegment(sequence, id, { dryRun: true });
    expect(dry.counts).toEqual({ ready: 3 });
    expect(await idsIn(sequence)).toEqual([]);
    const done = await enrollSegment(sequence, id);
    expect(done).toMatchObject({ counts: { enrolled: 3 }, progress: { done: 3 } });
    expect(await idsIn(sequence)).toEqual(people.map((person) => person.id).toSorted());
  });

  test("that is not there, or is said beside a filter, enrolls nobody", async () => {
    const { id } = await segmentOf("nobody", 1);
    const sequence = await scene.sequence();
    const refusal = (more: object) => enrollSegment(sequence, id, more).catch((err: unknown) => err);
    expect(await refusal({ segmentId: crypto.randomUUID() })).toMatchObject({ body: { code: "not_found" } });
    expect(await refusal({ filter: {} })).toMatchObject({ body: { code: "invalid_request" } });
    await scene.api("DELETE /segments/:id", { params: { id } });
    expect(await refusal({})).toMatchObject({ body: { code: "not_found" } });
  });

  test("is simulated as the people it has", async () => {
    // A simulation counts who else is on the way, and that moves while mail leaves: nobody is, where nobody was enrolled.
    const quiet = new Scene(await product.workspace());
    const { id, people } = await segmentOf("simulated", 2, quiet);
    const sequence = await quiet.sequence();
    const rates = { open: 0, click: 0, reply: 0, bounce: 0, unsubscribe: 0 };
    const simulate = (body: object) =>
      quiet.api("POST /sequences/:id/simulate", { params: { id: sequence.id }, body: { rates, ...body } });
    const from = await quiet.now().then((now) => now.toISOString());
    const contactIds = people.map((person) => person.id).toSorted();
    expect(await simulate({ segmentId: id, from })).toEqual(await simulate({ contactIds, from }));
    const both = await simulate({ segmentId: id, contactIds }).catch((err: unknown) => err);
    expect(both).toMatchObject({ body: { code: "invalid_request" } });
  });
});

describe("a trigger that waits for a segment", () => {
  const draftWith = (name: string, segmentId: string | null) => {
    const on = { signal: "segment" as const, ...(segmentId === null ? {} : { segmentId }) };
    const settings: Settings = { ...anyHour, triggers: [{ id: "vip", on, do: { action: "stop", reason: "VIP" } }] };
    const steps = [
      { content: { subject: "Hello", htmlContent: "<p>Hello</p>" } },
      { delay: inAWeek, content: { htmlContent: "<p>Again</p>" } },
    ];
    return scene.api("POST /sequences", { body: { name, settings, steps } });
  };
  const activate = ({ id }: Pick<Sequence, "id">) => scene.api("POST /sequences/:id/activate", { params: { id } });

  test("takes somebody out as soon as a change puts them into it", async () => {
    const { id } = await segmentOf("vip", 0);
    const sequence = await activate(await draftWith("Until VIP", id));
    const person = await scene.reader(sequence);
    await scene.api("PUT /contacts/:id", { params: { id: person.contact.id }, body: { tags: ["VIP"] } });
    expect(await scene.enrollment(person)).toMatchObject({ status: "stopped", stopReason: "trigger" });
  });

  test("keeps its sequence from running where it names none, or one that is gone", async () => {
    const refusal = async (segmentId: string | null) =>
      activate(await draftWith(`Waits for ${segmentId}`, segmentId)).catch((err: unknown) => err);
    const body = { code: "not_activatable", errors: [{ pointer: "/settings/triggers/0/on/segmentId" }] };
    expect(await refusal(null)).toMatchObject({ body });
    expect(await refusal(crypto.randomUUID())).toMatchObject({ body });
  });

  test("keeps its segment from being archived, drafted or published", async () => {
    const { id } = await segmentOf("kept", 0);
    const draft = await draftWith("Keeps its segment", id);
    const remove = () => scene.api("DELETE /segments/:id", { params: { id } });
    const inUse = { body: { code: "segment_in_use", detail: expect.stringContaining("Keeps its segment") } };
    expect(await remove().catch((err: unknown) => err)).toMatchObject(inUse);
    await activate(draft);
    const settings = { triggers: [] };
    await scene.api("PUT /sequences/:id", { params: { id: draft.id }, body: { settings } });
    expect(await remove().catch((err: unknown) => err)).toMatchObject(inUse);
    expect(await scene.api("GET /segments/:id", { params: { id } })).toMatchObject({ sequences: 1 });
    await scene.api("POST /sequences/:id/publish", { params: { id: draft.id }, body: {} });
    await remove();
  });
});
