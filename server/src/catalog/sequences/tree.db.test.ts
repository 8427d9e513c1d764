import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { refusalOf } from "../../../../tests/support/call-route.ts";
import { createTestDatabase, seedWorkspace, type TestDatabase } from "../../../../tests/support/database.ts";
import { first, SequenceDesk, second } from "../../../../tests/support/sequences.ts";

const now = new Date("2026-11-23T09:00:00.000Z");
let database: TestDatabase;
let desk: SequenceDesk;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  desk = new SequenceDesk({ db: database.db, workspaceId: await seedWorkspace(database.db), now });
});

type Step = Awaited<ReturnType<SequenceDesk["get"]>>["steps"][number];

/** One email, a branch that asks about it, one email in each of its ways and two otherwise, one more email. */
async function createTree() {
  const [a, b, yes, no] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const asks = (field: string) => ({ field, op: "eq", value: true, step: a });
  const branches = [
    { id: yes, name: "Clicked", if: asks("email.clicked"), steps: [second] },
    { id: no, name: "Opened", if: asks("email.opened"), steps: [second] },
  ];
  const branch = { id: b, type: "branch", content: { branches, otherwise: [second, second] } };
  const sequence = await desk.create({ steps: [{ id: a, ...first }, branch, second] });
  return { sequence, a, b, yes, no };
}

function branchOf(step: Step | undefined) {
  if (step?.type !== "branch") throw new Error("It is no branch.");
  return step;
}

/** Depth-first, as `order` counts. */
function flat(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => {
    if (step.type !== "branch") return [step];
    const { branches, otherwise } = step.content;
    return [step, ...branches.flatMap((lane) => flat(lane.steps)), ...flat(otherwise)];
  });
}

describe("a sequence with branches", () => {
  test("is read as it was written, counted depth-first", async () => {
    const { sequence, b, yes } = await createTree();
    const branch = branchOf(sequence.steps[1]);
    expect([branch.id, branch.content.branches[0]?.id]).toEqual([b, yes]);
    expect(branch.content.branches.map((lane) => [lane.name, lane.steps.length])).toEqual([
      ["Clicked", 1],
      ["Opened", 1],
    ]);
    expect(branch.content.otherwise).toHaveLength(2);
    expect(flat(sequence.steps).map((step) => step.order)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(await desk.get(sequence.id)).toEqual(sequence);
    expect(sequence.statusReason).toBe("Ready to activate");
  });

  test("takes a new step into a lane, into its otherwise and at the top", async () => {
    const { sequence, b, yes } = await createTree();
    const add = (body: object) => desk.call("POST /sequences/:id/steps", { params: { id: sequence.id }, body });
    const inLane = await add({ ...second, parentId: yes, order: 0 });
    expect(inLane.order).toBe(2);
    const otherwise = await add({ ...second, parentId: b });
    const { content } = branchOf((await desk.get(sequence.id)).steps[1]);
    expect(content.branches[0]?.steps[0]?.id).toBe(inLane.id);
    expect(content.otherwise.at(-1)?.id).toBe(otherwise.id);
    expect(await refusalOf(add({ ...second, parentId: randomUUID() }))).toEqual([
      "invalid_request",
      "not_found /parentId",
    ]);
  });

  test("is put into another order one place at a time, each step of that place named once", async () => {
    const { sequence, b, yes } = await createTree();
    const before = branchOf(sequence.steps[1]).content.otherwise.map((step) => step.id);
    const reorder = (body: object) =>
      desk.call("PUT /sequences/:id/steps/reorder", { params: { id: sequence.id }, body });
    const after = await reorder({ parentId: b, stepIds: before.toReversed() });
    expect(branchOf(after.steps[1]).content.otherwise.map((step) => step.id)).toEqual(before.toReversed());
    const top = sequence.steps.map((step) => step.id);
    const turned = await reorder({ stepIds: top.toReversed() });
    expect(turned.steps.map((step) => step.id)).toEqual(top.toReversed());
    expect(flat(turned.steps)).toHaveLength(7);
    const wrong = [
      { parentId: b, stepIds: before.slice(1) },
      { parentId: yes, stepIds: before },
      { stepIds: [...top, ...before] },
      { parentId: b, stepIds: [] },
    ];
    for (const body of wrong) expect(await refusalOf(reorder(body))).toEqual(["steps_incomplete"]);
    expect(await refusalOf(reorder({ parentId: randomUUID(), stepIds: [] }))).toEqual([
      "invalid_request",
      "not_found /parentId",
    ]);
  });

  test("loses a branch with everything in its lanes, and nothing else", async () => {
    const { sequence, a, b } = await createTree();
    await desk.call("DELETE /sequences/:id/steps/:stepId", { params: { id: sequence.id, stepId: b } });
    const { steps } = await desk.get(sequence.id);
    expect(steps.map((step) => [step.id, step.order])).toEqual([
      [a, 0],
      [sequence.steps[2]?.id, 1],
    ]);
  });

  test("keeps the steps of a lane that a change only renames, and drops those of a lane it leaves out", async () => {
    const { sequence, a, b, yes } = await createTree();
    const asked = { field: "email.clicked", op: "eq", value: true, step: a };
    const body = { content: { branches: [{ id: yes, name: "Renamed", if: asked }] } };
    const params = { id: sequence.id, stepId: b };
    const changed = branchOf(await desk.call("PUT /sequences/:id/steps/:stepId", { params, body }));
    expect(changed.content.branches).toMatchObject([{ name: "Renamed", steps: [{ type: "email" }] }]);
    expect(changed.content.otherwise).toHaveLength(2);
  });

  test("is copied under ids of its own, and what asks about a step asks about its copy", async () => {
    const { sequence, a } = await createTree();
    const copy = await desk.call("POST /sequences/:id/duplicate", { params: { id: sequence.id } });
    const [original, copied] = [JSON.stringify(sequence.steps), JSON.stringify(copy.steps)];
    const ids = new Set(original.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g));
    expect([...ids].filter((id) => copied.includes(id))).toEqual([]);
    const [lane] = branchOf(copy.steps[1]).content.branches;
    expect(lane?.if).toMatchObject({ step: copy.steps[0]?.id });
    expect(copy.steps[0]?.id).not.toBe(a);
    expect(copy.statusReason).toBe("Ready to activate");
  });

  test("cannot run while its people would be sent round in circles", async () => {
    const enroll = (sequenceId: string) => ({ type: "enroll", content: { sequenceId } });
    const target = await desk.create();
    await desk.activate(target.id);
    const leading = await desk.create({ name: "Leading", steps: [first, enroll(target.id)] });
    await desk.activate(leading.id);
    await desk.put(target.id, { steps: [first, enroll(leading.id)] });
    expect(await refusalOf(desk.publish(target.id))).toEqual([
      "not_activatable",
      "broken-step /steps/1/content/sequenceId",
    ]);
  });
});
