import type { RequestOf } from "@haste/contract/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";
import { anyHour, type Contact, type Person, Scene, type Sequence } from "./scene.ts";

let product: Product;
let scene: Scene;

beforeAll(async () => {
  product = await startProduct({ demo: false });
  scene = new Scene(await product.workspace());
});
afterAll(() => product?.stop());

type BulkBody = RequestOf<"POST /sequences/:id/enroll/bulk">["body"];
type ChangeBody = RequestOf<"POST /sequences/:id/enrollments/bulk">["body"];

const tomorrow = { value: 1, unit: "days" } as const;

async function enrollMany(sequence: Sequence, body: BulkBody) {
  const job = await scene.api("POST /sequences/:id/enroll/bulk", { params: { id: sequence.id }, body });
  return scene.finish(job.id);
}

async function changeMany(sequence: Sequence, body: ChangeBody) {
  const job = await scene.api("POST /sequences/:id/enrollments/bulk", { params: { id: sequence.id }, body });
  return scene.finish(job.id);
}

function enrollAgain(sequence: Sequence, contact: Contact, more: object = {}) {
  const body = { contactId: contact.id, ...more };
  return scene.api("POST /sequences/:id/enroll", { params: { id: sequence.id }, body });
}

/** The codes of a refusal of enrolling. */
async function guardsAgainst(work: Promise<unknown>): Promise<string[]> {
  const refused = await work.then(
    () => ({ body: { code: "taken in", guards: [] } }),
    (err: unknown) => err as { body: { code: string; guards: { code: string }[] } },
  );
  return [refused.body.code, ...refused.body.guards.map((guard) => guard.code)];
}

async function idsIn(sequence: Sequence): Promise<string[]> {
  return (await scene.people(sequence)).map((enrollment) => enrollment.contactId).toSorted();
}

async function finished(sequence: Sequence): Promise<Person> {
  const person = await scene.reader(sequence);
  await scene.reach(person, { state: "done" });
  return person;
}

describe("a person whose episode is over", () => {
  test("comes back into a sequence that takes in whoever finished, and gets its mail once more", async () => {
    const sequence = await scene.sequence([{}], { ...anyHour, reEntry: "afterFinish" });
    const person = await finished(sequence);
    const again = await enrollAgain(sequence, person.contact);
    expect(again.id).not.toBe(person.enrollmentId);
    await scene.mailTo(person, 2);
    expect((await scene.people(sequence)).map(({ status }) => status)).toHaveLength(2);
  });

  test("never comes back by default, nor after an answer where only finishing counts", async () => {
    const never = await scene.sequence([{}]);
    const done = await finished(never);
    expect(await guardsAgainst(enrollAgain(never, done.contact, { override: ["already_active"] }))).toEqual([
      "enrollment_refused",
      "already_active",
    ]);
    const afterFinish = await scene.sequence([{}, {}], { ...anyHour, reEntry: "afterFinish" });
    const reader = await scene.reader(afterFinish);
    await scene.api("POST /sandbox/emails/:id/reply", { params: { id: reader.mail.id }, body: { text: "No" } });
    await scene.reach(reader, { stopReason: "replied" });
    expect(await guardsAgainst(enrollAgain(afterFinish, reader.contact))).toEqual([
      "enrollment_refused",
      "already_active",
    ]);
  });

  test("is led by a step into a sequence it finished before, where that one always takes people back", async () => {
    const target = await scene.sequence([{}], { ...anyHour, reEntry: "always" });
    const person = await finished(target);
    const draft = await scene.api("POST /sequences", {
      body: {
        name: "Leads back",
        settings: anyHour,
        steps: [{ type: "enroll", content: { sequenceId: target.id } }],
      },
    });
    const source = await scene.api("POST /sequences/:id/activate", { params: { id: draft.id } });
    await enrollAgain(source, person.contact);
    await scene.mailTo(person, 2);
  });
});

describe("a sequence with a cooldown", () => {
  test("asks before it writes to somebody who was written to, and logs who said yes all the same", async () => {
    const sequence = await scene.sequence([{}], { ...anyHour, cooldownDays: 5 });
    const { contact } = await finished(await scene.sequence([{}]));
    expect(await guardsAgainst(enrollAgain(sequence, contact))).toEqual(["enrollment_refused", "recently_contacted"]);
    const taken = await enrollAgain(sequence, contact, { override: ["recently_contacted"] });
    expect(taken.warnings).toMatchObject([{ code: "recently_contacted" }]);
    const log = await scene.api("GET /audit-log", { query: { limit: 50 } });
    expect(log.data.find((row) => row.subject.id === taken.id)?.detail).toMatchObject({
      override: ["recently_contacted"],
    });
  });

  test("takes them in by itself once it is over", async () => {
    const sequence = await scene.sequence([{}], { ...anyHour, cooldownDays: 5 });
    const { contact } = await finished(await scene.sequence([{}]));
    await scene.advance(5, "days");
    await enrollAgain(sequence, contact);
  });
});

describe("a person who lacks what a mail prints", () => {
  test("is enrolled with a warning that names it, alone and in a dry run", async () => {
    const sequence = await scene.sequence([
      { delay: tomorrow, html: "<p>{{ custom.fleet }} {{ contact.firstName }}</p>" },
    ]);
    const poor = await scene.contact();
    const rich = await scene.contact({ customFields: { fleet: "9 trucks" } });
    const dry = await enrollMany(sequence, { contactIds: [poor.id, rich.id], dryRun: true });
    expect(dry.counts).toEqual({ ready: 2 });
    expect(dry.rows).toMatchObject([{ guards: [{ code: "missing_variables" }] }, { guards: [] }]);
    expect((await enrollAgain(sequence, poor)).warnings[0]?.detail).toContain("custom.fleet");
    const told = await enrollAgain(sequence, await scene.contact(), { context: { fleet: "2 vans" } });
    expect(told.warnings).toEqual([]);
  });
});

describe("a workspace without an account that may send", () => {
  test("enrolls people with a warning, and they wait for one", async () => {
    const lonely = new Scene(await product.workspace());
    const sequence = await lonely.sequence([{}]);
    const { data } = await lonely.api("GET /sending-accounts");
    for (const { id } of data)
      await lonely.api("PUT /sending-accounts/:id", { params: { id }, body: { status: "paused" } });
    const contact = await lonely.contact();
    const body = { contactId: contact.id };
    const taken = await lonely.api("POST /sequences/:id/enroll", { params: { id: sequence.id }, body });
    expect(taken.warnings).toMatchObject([{ code: "no_capacity" }]);
    await lonely.reach({ enrollmentId: taken.id }, { state: "held" });
  });
});

describe("many people at once", () => {
  test("are those for whom a condition holds, and of these those that a search finds", async () => {
    const sequence = await scene.sequence([{ delay: tomorrow }]);
    const anna = await scene.contact({ title: "Dock chief", firstName: "Anna" });
    const bert = await scene.contact({ title: "Dock chief", firstName: "Bert" });
    await scene.contact({ title: "Clerk" });
    const condition = { field: "contact.title", op: "eq", value: "dock chief" } as const;
    const dry = await enrollMany(sequence, { filter: { condition }, dryRun: true });
    expect(dry.rows?.map((row) => row.contactId).toSorted()).toEqual([anna.id, bert.id].toSorted());
    const done = await enrollMany(sequence, { filter: { condition, q: "ann" } });
    expect(done.counts).toEqual({ enrolled: 1 });
    expect(await idsIn(sequence)).toEqual([anna.id]);
  });

  test("are refused where the condition asks for what only a sequence knows", async () => {
    const sequence = await scene.sequence([{ delay: tomorrow }]);
    const condition = { field: "email.opened", op: "eq", value: true } as const;
    await expect(enrollMany(sequence, { filter: { condition } })).rejects.toMatchObject({
      body: { status: 422, code: "invalid_request" },
    });
  });

  test("are the people of a list that was imported, new and known ones, and not who stayed out", async () => {
    const sequence = await scene.sequence([{ delay: tomorrow }]);
    const known = await scene.contact();
    const csv = `email,first name\nfresh1@list.example,Finn\n${known.email},Kim\nno address,Nobody\nfresh2@list.example,Fay\n`;
    const body = new TextEncoder().encode(csv);
    const file = await scene.api("POST /imports", { body, headers: { "Content-Type": "text/csv" } });
    await expect(enrollMany(sequence, { importId: file.id })).rejects.toMatchObject({
      body: { code: "invalid_status" },
    });
    const run = await scene.api("POST /imports/:id/run", { params: { id: file.id }, body: {} });
    await scene.finish(run.id);
    expect((await enrollMany(sequence, { importId: file.id })).counts).toEqual({ enrolled: 3 });
    expect(await idsIn(sequence)).toContain(known.id);
  });

  test("have their verdicts kept beyond the first batch", async () => {
    const sequence = await scene.sequence([{ delay: tomorrow }]);
    const ids = Array.from({ length: 700 }, () => crypto.randomUUID());
    const dry = await enrollMany(sequence, { contactIds: ids, dryRun: true });
    expect(dry.rows?.map((row) => row.contactId)).toEqual(ids);
  });
});

describe("a bulk enrollment that was a mistake", () => {
  test("is undone for everybody whose first step has not happened, and for nobody else", async () => {
    const sequence = await scene.sequence([{ delay: tomorrow }, {}]);
    const contacts = [await scene.contact(), await scene.contact(), await scene.contact()];
    const byHand = await scene.enroll(sequence);
    const job = await enrollMany(sequence, { contactIds: contacts.map((contact) => contact.id) });
    const [early] = await scene.people(sequence);
    if (early === undefined) throw new Error("Nobody was enrolled");
    await scene.api("POST /enrollments/:id/move", {
      params: { id: early.id },
      body: { stepId: sequence.steps[0]?.id ?? "" },
    });
    await until(
      "the first mail left",
      async () => (await scene.enrollment({ enrollmentId: early.id })).currentStep === 1,
    );

    const undo = await scene.api("POST /sequences/:id/enroll/undo", {
      params: { id: sequence.id },
      body: { jobId: job.id },
    });
    expect((await scene.finish(undo.id)).counts).toEqual({ removed: 2, kept: 1 });
    const left = (await scene.people(sequence)).filter((enrollment) => enrollment.status === "active");
    expect(left.map(({ id }) => id).toSorted()).toEqual([early.id, byHand.enrollmentId].toSorted());
    // Nothing stands against the right people coming in afterwards.
    const again = await enrollMany(sequence, { contactIds: contacts.map((contact) => contact.id) });
    expect(again.counts).toMatchObject({ enrolled: 2, refused: 1 });
  });

  test("is undone only where that job enrolled into that sequence", async () => {
    const [one, other] = [await scene.sequence([{ delay: tomorrow }]), await scene.sequence([{ delay: tomorrow }])];
    const job = await enrollMany(one, { contactIds: [(await scene.contact()).id] });
    const undo = scene.api("POST /sequences/:id/enroll/undo", { params: { id: other.id }, body: { jobId: job.id } });
    await expect(undo).rejects.toMatchObject({ body: { status: 404 } });
  });
});

describe("somebody who is moved", () => {
  test("gets the step they are put before, and none of those that were skipped", async () => {
    const sequence = await scene.sequence([{ delay: tomorrow }, {}, { subject: "Third" }]);
    const person = await scene.enroll(sequence);
    const stepId = sequence.steps[2]?.id ?? "";
    const moved = await scene.api("POST /enrollments/:id/move", {
      params: { id: person.enrollmentId },
      body: { stepId },
    });
    expect(moved).toMatchObject({ currentStep: 2, currentStepId: stepId, status: "active" });
    expect((await scene.mailTo(person)).subject).toBe("Third");
    await scene.reach(person, { state: "done" });
  });

  test("back before a mail that left gets the one after it, not the same again", async () => {
    const sequence = await scene.sequence([{ subject: "First" }, { subject: "Second" }]);
    const person = await scene.reader(sequence);
    await scene.sent(person);
    await scene.api("POST /enrollments/:id/move", {
      params: { id: person.enrollmentId },
      body: { stepId: sequence.steps[0]?.id ?? "" },
    });
    await scene.advance(3, "days");
    expect((await scene.mails(person)).map((mail) => mail.subject)).toEqual(["First", "Second"]);
  });

  test("to a date gets their mail then", async () => {
    const sequence = await scene.sequence([{}, {}]);
    const person = await scene.reader(sequence);
    await scene.sent(person);
    const dueAt = new Date((await scene.now()).getTime() + 7 * 86_400_000).toISOString();
    await scene.api("POST /enrollments/:id/move", {
      params: { id: person.enrollmentId },
      body: { stepId: sequence.steps[1]?.id ?? "", dueAt },
    });
    await scene.advance(6, "days");
    expect(await scene.mails(person)).toHaveLength(1);
    await scene.advance(2, "days");
    expect(await scene.mails(person)).toHaveLength(2);
  });

  test("to a step their version does not have is refused, as is anybody whose episode is over", async () => {
    const sequence = await scene.sequence([{ delay: tomorrow }]);
    const person = await scene.enroll(sequence);
    const move = (stepId: string) =>
      scene.api("POST /enrollments/:id/move", { params: { id: person.enrollmentId }, body: { stepId } });
    await expect(move(crypto.randomUUID())).rejects.toMatchObject({
      body: { code: "invalid_request", errors: [{ pointer: "/stepId" }] },
    });
    await scene.api("DELETE /enrollments/:id", { params: { id: person.enrollmentId } });
    await expect(move(sequence.steps[0]?.id ?? "")).rejects.toMatchObject({ body: { code: "invalid_status" } });
  });
});

describe("people changed in bulk", () => {
  test("are paused until a date, by where they stand, and go on by themselves", async () => {
    const sequence = await scene.sequence([{ delay: tomorrow }]);
    const people = [await scene.enroll(sequence), await scene.enroll(sequence)];
    const resumeAt = new Date((await scene.now()).getTime() + 4 * 86_400_000).toISOString();
    const filter = { stepId: sequence.steps[0]?.id ?? "" };
    expect((await changeMany(sequence, { action: "pause", filter, resumeAt })).counts).toMatchObject({ changed: 2 });
    for (const person of people) expect(await scene.enrollment(person)).toMatchObject({ state: "waiting", resumeAt });
    await scene.advance(3, "days");
    expect(await scene.mails(people[0] as Person)).toEqual([]);
    await scene.advance(2, "days");
    for (const person of people) expect(await scene.mails(person)).toHaveLength(1);
  });

  test("are resumed, moved and removed by id, and whoever cannot be is counted", async () => {
    const sequence = await scene.sequence([{ delay: tomorrow }, { delay: tomorrow }]);
    const stranger = await scene.enroll(await scene.sequence([{ delay: tomorrow }]));
    const [ada, bea] = [await scene.enroll(sequence), await scene.enroll(sequence)];
    const enrollmentIds = [ada.enrollmentId, bea.enrollmentId];
    await changeMany(sequence, { action: "pause", enrollmentIds });
    await scene.reach(ada, { status: "paused" });
    await changeMany(sequence, { action: "resume", filter: { status: "paused" } });
    const stepId = sequence.steps[1]?.id ?? "";
    await changeMany(sequence, { action: "move", enrollmentIds, stepId });
    expect(await scene.enrollment(bea)).toMatchObject({ status: "active", currentStepId: stepId });
    await scene.api("DELETE /enrollments/:id", { params: { id: bea.enrollmentId } });
    const removed = await changeMany(sequence, {
      action: "remove",
      enrollmentIds: [...enrollmentIds, stranger.enrollmentId, crypto.randomUUID()],
    });
    expect(removed.counts).toMatchObject({ changed: 1, ended: 1, missing: 2 });
    expect(await scene.enrollment(stranger)).toMatchObject({ status: "active" });
  });
});

describe("the history of a person", () => {
  test("tells every step with what came of it, newest first", async () => {
    const sequence = await scene.sequence([{ subject: "First" }, { delay: tomorrow }]);
    const person = await scene.reader(sequence);
    await scene.api("POST /sandbox/emails/:id/click", { params: { id: person.mail.id }, body: {} });
    const { data } = await until("the click was told", async () => {
      const found = await scene.api("GET /enrollments/:id/history", { params: { id: person.enrollmentId } });
      return found.data.some((entry) => entry.what === "email.clicked") && found;
    });
    expect(data.at(-1)).toMatchObject({ what: "enrollment.enrolled" });
    expect(data.find((entry) => entry.what === "email.sent")).toMatchObject({ stepNumber: 1, detail: "First" });
    expect(data.find((entry) => entry.what === "email.clicked")).toMatchObject({ actor: "human", stepNumber: 1 });
    expect(data.map((entry) => entry.at)).toEqual(
      data
        .map((entry) => entry.at)
        .toSorted()
        .toReversed(),
    );
    await scene.api("DELETE /enrollments/:id", { params: { id: person.enrollmentId } });
    const after = await scene.api("GET /enrollments/:id/history", { params: { id: person.enrollmentId } });
    expect(after.data[0]).toMatchObject({ what: "enrollment.stopped", detail: "removed" });
  });
});

describe("an intake", () => {
  test("of one a company a day lets colleagues begin on following days, and says so", async () => {
    const sequence = await scene.sequence([{}], { ...anyHour, timezone: "UTC", intake: { perCompanyPerDay: 1 } });
    const company = { name: "Staggered Freight", domain: "staggered.example" };
    const first = await scene.reader(sequence, { company });
    const second = await scene.enroll(sequence, { company });
    const third = await scene.enroll(sequence, { company });
    const other = await scene.reader(sequence);
    expect(other.mail.subject).toContain("Hello");
    const why = await until("the second was planned", async () => {
      const found = await scene.why(second);
      return found.binding === "intake" && found;
    });
    expect(why.constraints.at(-1)?.detail).toContain("Somebody else of the company begins first");
    await scene.advance(1, "days");
    expect(await scene.mails(second)).toHaveLength(1);
    expect(await scene.mails(third)).toEqual([]);
    await scene.advance(1, "days");
    expect(await scene.mails(third)).toHaveLength(1);
    expect(await scene.mails(first)).toHaveLength(1);
  });

  test("is part of what a sequence is read and published with", async () => {
    const draft = await scene.draft([{}], { ...anyHour, intake: { perDay: 20 }, cooldownDays: 3, reEntry: "always" });
    expect(draft.settings).toMatchObject({
      intake: { perDay: 20, perCompanyPerDay: null },
      cooldownDays: 3,
      reEntry: "always",
    });
    const body = { settings: { intake: null, cooldownDays: null, reEntry: null } };
    const reset = await scene.api("PUT /sequences/:id", { params: { id: draft.id }, body });
    expect(reset.settings).toMatchObject({
      intake: { perDay: null, perCompanyPerDay: null },
      cooldownDays: 0,
      reEntry: "never",
    });
  });
});
