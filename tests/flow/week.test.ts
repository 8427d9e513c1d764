import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";
import { type Enrollment, type Person, Scene, type Sequence } from "./scene.ts";

let product: Product;

beforeAll(async () => {
  product = await startProduct({ demo: true });
});
afterAll(() => product?.stop());

describe("a week of fifty people", () => {
  let scene: Scene;
  let sequence: Sequence;
  let people: Person[];

  beforeAll(async () => {
    scene = new Scene(await product.workspace());
    sequence = await scene.sequence([{}, {}, {}]);
    const contacts = await Promise.all(
      Array.from({ length: 50 }, (_, index) => scene.contact(index === 49 ? { firstName: null } : {})),
    );
    const job = await scene.api("POST /sequences/:id/enroll/bulk", {
      params: { id: sequence.id },
      body: { contactIds: contacts.map((contact) => contact.id) },
    });
    await scene.finish(job.id);
    const enrolled = new Map((await scene.people(sequence)).map((row) => [row.contactId, row.id]));
    people = contacts.map((contact) => ({ contact, enrollmentId: enrolled.get(contact.id) ?? "" }));
    await scene.settle();
    await Promise.all(people.slice(0, 18).map((person, index) => act(person, index)));
    await scene.advance(1, "weeks");
  });

  /** What happens to the first mail of each of the first eighteen. */
  async function act(person: Person, index: number): Promise<void> {
    const { id } = await scene.mailTo(person);
    const params = { id };
    if (index < 6) await scene.api("POST /sandbox/emails/:id/reply", { params, body: { text: "Yes, please." } });
    else if (index < 9) await scene.api("POST /sandbox/emails/:id/unsubscribe", { params });
    else if (index < 12) await scene.api("POST /sandbox/emails/:id/bounce", { params, body: { kind: "hard" } });
    else if (index < 15) await scene.api("POST /sandbox/emails/:id/open", { params });
    else await scene.api("PUT /enrollments/:id/pause", { params: { id: person.enrollmentId } });
  }

  test("leaves every person in exactly one state, and the numbers count rows", async () => {
    const rows = await scene.people(sequence);
    expect(rows).toHaveLength(50);
    const countOf = (pick: (row: Enrollment) => string | null) =>
      Object.fromEntries([...Map.groupBy(rows, pick)].map(([name, some]) => [name, some.length]));
    expect(countOf((row) => row.state)).toEqual({ stopped: 12, held: 3, done: 35 });
    expect(countOf((row) => row.status)).toEqual({ stopped: 12, paused: 3, completed: 35 });
    expect(countOf((row) => row.stopReason)).toEqual({ replied: 6, unsubscribed: 3, bounced: 3, null: 38 });
    const { stats } = await scene.api("GET /sequences/:id", {
      params: { id: sequence.id },
      query: { include: "stats" },
    });
    expect(stats).toMatchObject({
      ...{ enrolled: 50, active: 0, paused: 3, completed: 35, stopped: 12 },
      ...{ sent: 12 + 3 + 35 * 3, replied: 6, bounced: 3, unsubscribed: 3, opened: 3 },
      replyRate: expect.closeTo(6 / 120, 2),
    });
  });

  test("sends each step to each person at most once, and what is counted is what arrived", async () => {
    let arrived = 0;
    for (const person of people) {
      const [emails, mails] = [await scene.emails(person), await scene.mails(person)];
      expect(new Set(emails.map((email) => email.stepId)).size).toBe(emails.length);
      const left = emails.filter((email) => email.sentAt !== null).map((email) => email.messageId);
      expect(mails.map((mail) => mail.messageId)).toEqual(left);
      arrived += mails.length;
    }
    expect(arrived).toBe(12 + 3 + 35 * 3);
  });

  test("is told in events without a gap, the same in small pages as in one", async () => {
    const whole = await scene.events();
    expect(whole.map((event) => event.seq)).toEqual(whole.map((_, index) => index + 1));
    expect(await scene.events(0, 7)).toEqual(whole);
    const named = (name: string) => whole.filter((event) => event.name === name).length;
    expect(named("email.sent")).toBe(120);
    expect(named("email.replied")).toBe(6);
    expect(named("email.bounced")).toBe(3);
    expect(named("email.unsubscribed")).toBe(3);
  });
});

describe("the sandbox", () => {
  test("acts by itself for demo contacts only; anybody else stays silent", async () => {
    const scene = new Scene(product);
    const own = await scene.reader(await scene.sequence());
    const demoMails = async () =>
      (await scene.api("GET /sandbox/emails", { query: { limit: 200 } })).data.filter(
        (mail) => mail.to !== own.contact.email,
      );
    await until("personas had read their first mails", async () => {
      await scene.advance(1, "hours");
      return (
        (await demoMails()).filter((mail) => mail.acts.some((act) => act.done && act.by === "persona")).length >= 5
      );
    });
    await scene.advance(3, "days");
    const mails = await scene.mails(own);
    expect(mails).toHaveLength(2);
    expect(mails.flatMap((mail) => mail.acts)).toEqual([]);
    expect(await scene.emails(own)).toMatchObject([
      { openCount: 0, repliedAt: null },
      { openCount: 0, repliedAt: null },
    ]);
    expect(await scene.enrollment(own)).toMatchObject({ status: "completed" });
  });

  test("knows who opened and clicked in truth, and sets against it what was said", async () => {
    const { rows, visits, human, machine, counted } = await product.api("GET /sandbox/verdicts");
    const people = rows.filter(({ who }) => who === "person");
    expect(people.map(({ kind }) => kind)).toContain("opened");
    expect(rows.some(({ truth }) => truth === "machine")).toBe(true);
    expect(rows.reduce((sum, row) => sum + row.human + row.unknown + row.machine, 0)).toBe(visits);
    // No person of the sandbox is lost as a machine, and no machine but the patient scanner is taken for a person.
    expect([counted.rate, machine.precision.rate]).toEqual([1, 1]);
    expect(human.recall.of).toBe(people.reduce((sum, row) => sum + row.human + row.unknown + row.machine, 0));
    const mistaken = rows.filter((row) => row.truth === "machine" && row.human > 0);
    expect(mistaken.filter(({ who }) => who !== "patient")).toEqual([]);
  });

  test("reaches nobody outside, whatever accounts and links say", async () => {
    const outside = await listenFor();
    const scene = new Scene(await product.workspace());
    const { data } = await scene.api("GET /sending-accounts");
    const server = { host: "127.0.0.1", port: outside.port, tls: "none" as const };
    await scene.api("PUT /sending-accounts/:id", {
      params: { id: data[0]?.id ?? "" },
      body: { smtp: server, imap: server },
    });
    const page = `http://127.0.0.1:${outside.port}/page`;
    const reader = await scene.reader(await scene.sequence([{ html: `<p><a href="${page}">A page</a></p>` }, {}]));
    await scene.api("POST /sandbox/emails/:id/click", { params: { id: reader.mail.id } });
    await until("the click was recorded", async () => (await scene.emails(reader))[0]?.clickCount === 1);
    await scene.api("POST /sandbox/emails/:id/reply", { params: { id: reader.mail.id }, body: { text: "Hello" } });
    await scene.reach(reader, { stopReason: "replied" });
    outside.server.close();
    expect(outside.callers()).toBe(0);
  });
});

/** Somebody on this machine who is no part of the product, and counts who calls. */
function listenFor(): Promise<{ server: Server; port: number; callers: () => number }> {
  let callers = 0;
  const server = createServer((socket) => {
    callers += 1;
    socket.destroy();
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      resolve({ server, port, callers: () => callers });
    });
  });
}
