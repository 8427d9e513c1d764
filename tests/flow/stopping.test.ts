import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";
import { anyHour, type Mail, type Person, Scene, type Sequence } from "./scene.ts";

let product: Product;
let scene: Scene;
let sequence: Sequence;

beforeAll(async () => {
  product = await startProduct();
  scene = new Scene(await product.workspace());
  sequence = await scene.sequence();
});
afterAll(() => product?.stop());

function headerOf(mail: Mail, name: string): string {
  const found = mail.headers.filter((header) => header.name.toLowerCase() === name.toLowerCase());
  expect(found, `${name} stands once`).toHaveLength(1);
  return found[0]?.value ?? "";
}

/** Where the one-click button of the mail points. */
function unsubscribeUrl(mail: Mail): string {
  const url = headerOf(mail, "List-Unsubscribe").match(/<(https?:[^>]+)>/)?.[1];
  if (url === undefined) throw new Error("There is no address to unsubscribe at.");
  return url;
}

const form = { "content-type": "application/x-www-form-urlencoded" };
const oneClick = (url: string) =>
  fetch(url, { method: "POST", headers: form, body: "List-Unsubscribe=One-Click", redirect: "manual" });

async function suppressionsOf(email: string) {
  const { data } = await scene.api("GET /suppressions", { query: { limit: 200 } });
  return data.filter((row) => row.email === email);
}

describe("unsubscribing", () => {
  test("by the mail program's button works without login, and twice in a row", async () => {
    const reader = await scene.reader(sequence);
    const url = unsubscribeUrl(reader.mail);
    for (let press = 0; press < 2; press += 1) expect((await oneClick(url)).status).toBe(200);
    await scene.reach(reader, { status: "stopped", stopReason: "unsubscribed" });
    expect(await suppressionsOf(reader.contact.email)).toMatchObject([{ reason: "unsubscribe" }]);
    const told = (await scene.events()).filter(
      (event) => event.name === "email.unsubscribed" && event.contactId === reader.contact.id,
    );
    expect(told).toHaveLength(1);
  });

  test("by the page is one more press, and the page says so", async () => {
    const reader = await scene.reader(sequence);
    const url = unsubscribeUrl(reader.mail);
    const page = await (await fetch(url)).text();
    expect(page).toMatch(/<form[^>]*method="post"/i);
    const answer = await fetch(url, { method: "POST", headers: form, body: "" });
    expect(answer.status).toBe(200);
    await scene.reach(reader, { status: "stopped", stopReason: "unsubscribed" });
  });

  test("is never done by looking at it, however often scanners fetch every address of the mail", async () => {
    const reader = await scene.reader(sequence);
    const url = unsubscribeUrl(reader.mail);
    const agents = [
      "Mozilla/5.0 (compatible; Barracuda Sentinel)",
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) SafeLinks/1.0",
      "Mozilla/5.0 (Macintosh) GoogleImageProxy",
      "curl/8.7.1",
    ];
    const looks = Array.from({ length: 200 }, (_, index) =>
      fetch(url, {
        method: index % 2 === 0 ? "GET" : "HEAD",
        headers: { "user-agent": agents[index % agents.length] ?? "" },
      }).then((response) => response.status),
    );
    expect(new Set(await Promise.all(looks))).toEqual(new Set([200]));
    await scene.settle();
    expect(await scene.enrollment(reader)).toMatchObject({ status: "active" });
    expect(await suppressionsOf(reader.contact.email)).toEqual([]);
  });

  test("by mail to the mailbox of the header counts for whom its token was made, and a forged one for nobody", async () => {
    const [reader, other] = [await scene.reader(sequence), await scene.reader(sequence)];
    const subjectOf = (mail: Mail) =>
      new URL(/<(mailto:[^>]+)>/.exec(headerOf(mail, "List-Unsubscribe"))?.[1] ?? "").searchParams.get("subject") ?? "";
    const write = (mail: Mail, subject: string) =>
      scene.api("POST /sandbox/emails/:id/reply", {
        params: { id: mail.id },
        body: { text: "Sent by my mail program.", subject, from: "x@y.example" },
      });
    const forged = subjectOf(other.mail).replace(/.{3}$/, "AAA");
    await write(reader.mail, subjectOf(reader.mail));
    await scene.reach(reader, { status: "stopped", stopReason: "unsubscribed" });
    const proof = { reason: "unsubscribe", source: "mailto", proof: { subject: reader.mail.subject } };
    expect(await suppressionsOf(reader.contact.email)).toMatchObject([proof]);
    await write(other.mail, forged);
    await scene.reach(other, { status: "stopped", stopReason: "replied" });
    expect(await suppressionsOf(other.contact.email)).toEqual([]);
  });

  test("is remembered for everybody's next sequence", async () => {
    const reader = await scene.reader(sequence);
    await oneClick(unsubscribeUrl(reader.mail));
    await scene.reach(reader, { status: "stopped" });
    const other = await scene.sequence();
    const refused = scene.api("POST /sequences/:id/enroll", {
      params: { id: other.id },
      body: { contactId: reader.contact.id },
    });
    await expect(refused).rejects.toMatchObject({
      body: { status: 409, code: "enrollment_refused", guards: [{ code: "suppressed", overridable: false }] },
    });
  });
});

describe("a suppression kept by hand", () => {
  test("of a domain stops everybody there at once, one for a while lets them wait and frees them when taken off", async () => {
    const twoSteps = await scene.sequence([{}, { delay: { value: 5, unit: "days" } }]);
    const reader = await scene.reader(twoSteps);
    const domain = `only-${reader.contact.id.slice(0, 8)}.example`;
    await scene.api("PUT /contacts/:id", { params: { id: reader.contact.id }, body: { email: `ada@${domain}` } });
    const expiresAt = new Date(Date.now() + 90 * 86_400_000).toISOString();
    const { id } = await scene.api("POST /suppressions", { body: { email: `ada@${domain}`, expiresAt } });
    const why = () => scene.api("GET /enrollments/:id/why", { params: { id: reader.enrollmentId } });
    await until("they wait until then", async () => (await why()).binding === "suppressed");
    await scene.api("DELETE /suppressions/:id", { params: { id }, body: { reason: "Back earlier than said" } });
    await until("they go on", async () => (await why()).binding === "delay");
    await scene.api("POST /suppressions", { body: { domain } });
    await scene.reach(reader, { status: "stopped", stopReason: "suppressed" });
  });
});

describe("a follow-up that waits for the morning", () => {
  const officeHours = {
    timezone: "UTC",
    timezoneMode: "sequence" as const,
    sendingDays: [...anyHour.sendingDays],
    sendingHours: { start: "09:00", end: "17:00" },
  };
  let evening: Sequence;

  beforeAll(async () => {
    evening = await scene.sequence([{}, { delay: { value: 5, unit: "minutes" } }], officeHours);
  });

  /** Somebody who got the first mail just before five; the second fell due after it and waits until nine. */
  async function waitingReader() {
    await scene.advanceToTime(16, 58);
    const reader = await scene.reader(evening);
    await scene.advance(10, "minutes");
    expect((await scene.emails(reader)).map((email) => email.status)).toEqual(["sent", "scheduled"]);
    return reader;
  }

  async function staysAway(reader: Person): Promise<void> {
    await scene.advance(2, "days");
    expect(await scene.mails(reader)).toHaveLength(1);
  }

  test("never leaves once the person has replied", async () => {
    const reader = await waitingReader();
    await scene.api("POST /sandbox/emails/:id/reply", {
      params: { id: reader.mail.id },
      body: { text: "Thank you, tell me more." },
    });
    await scene.reach(reader, { status: "stopped", state: "stopped", stopReason: "replied" });
    expect((await scene.emails(reader)).map((email) => email.status)).toEqual(["sent", "canceled"]);
    await staysAway(reader);
  });

  test("never leaves once the person was taken out", async () => {
    const reader = await waitingReader();
    await scene.api("DELETE /enrollments/:id", { params: { id: reader.enrollmentId } });
    expect(await scene.enrollment(reader)).toMatchObject({ status: "stopped", stopReason: "removed" });
    await staysAway(reader);
  });

  test("never leaves when they unsubscribe seconds before it is due", async () => {
    const reader = await waitingReader();
    const { nextRunAt } = await scene.enrollment(reader);
    await scene.advanceTo(new Date(Date.parse(nextRunAt ?? "") - 5_000));
    await oneClick(unsubscribeUrl(reader.mail));
    expect(await scene.enrollment(reader)).toMatchObject({ stopReason: "unsubscribed" });
    await staysAway(reader);
  });

  test("stays back while the person is paused, and leaves when somebody resumes them", async () => {
    const reader = await waitingReader();
    await scene.api("PUT /enrollments/:id/pause", { params: { id: reader.enrollmentId } });
    await staysAway(reader);
    expect(await scene.enrollment(reader)).toMatchObject({ status: "paused", state: "held" });
    await scene.api("PUT /enrollments/:id/resume", { params: { id: reader.enrollmentId } });
    await scene.advance(1, "days");
    expect(await scene.mails(reader)).toHaveLength(2);
  });
});

describe("an out-of-office note", () => {
  test("pauses the person and sends the follow-up after the day of return", async () => {
    const reader = await scene.reader(sequence);
    const back = new Date((await scene.now()).getTime() + 12 * 86_400_000).toISOString().slice(0, 10);
    await scene.api("POST /sandbox/emails/:id/out-of-office", {
      params: { id: reader.mail.id },
      body: { until: back },
    });
    const paused = await scene.reach(reader, { status: "paused", state: "waiting" });
    expect(paused.resumeAt?.slice(0, 10)).toSatisfy((day: string) => day > back);
    await scene.advance(11, "days");
    expect(await scene.mails(reader)).toHaveLength(1);
    await scene.advance(7, "days");
    expect(await scene.mails(reader)).toHaveLength(2);
    expect((await scene.emails(reader))[0]).toMatchObject({ repliedAt: null });
  });
});

describe("a mail that comes back", () => {
  const bounce = (mail: Mail, kind: "hard" | "soft" | "policy") =>
    scene.api("POST /sandbox/emails/:id/bounce", { params: { id: mail.id }, body: { kind } });

  test("from an address that does not exist stops the person and suppresses that address only", async () => {
    const company = { name: "Kestrel", domain: "kestrel.example" };
    const reader = await scene.reader(sequence, { email: "gone@kestrel.example", company });
    const colleague = await scene.reader(sequence, { email: "here@kestrel.example", company });
    await bounce(reader.mail, "hard");
    await scene.reach(reader, { status: "stopped", stopReason: "bounced" });
    expect((await scene.emails(reader))[0]).toMatchObject({ status: "bounced", bounceType: "hard" });
    expect(await suppressionsOf("gone@kestrel.example")).toMatchObject([{ reason: "hard_bounce" }]);
    expect(await suppressionsOf("here@kestrel.example")).toEqual([]);
    await scene.advance(1, "weeks");
    expect(await scene.mails(reader)).toHaveLength(1);
    expect(await scene.mails(colleague)).toHaveLength(2);
  });

  test.each(["soft", "policy"] as const)("for a %s reason suppresses nobody", async (kind) => {
    const reader = await scene.reader(sequence);
    await bounce(reader.mail, kind);
    await until("the bounce was recorded", async () => (await scene.emails(reader))[0]?.bounceType !== null);
    await scene.settle();
    expect(await suppressionsOf(reader.contact.email)).toEqual([]);
    const contact = await scene.api("GET /contacts/:id", { params: { id: reader.contact.id } });
    expect(contact.mailable).toEqual({ ok: true, reason: null });
  });

  test("as a complaint stops the person and suppresses the address", async () => {
    const reader = await scene.reader(sequence);
    await scene.api("POST /sandbox/emails/:id/complain", { params: { id: reader.mail.id } });
    await scene.reach(reader, { status: "stopped" });
    expect(await suppressionsOf(reader.contact.email)).toMatchObject([{ reason: "complaint" }]);
  });
});
