import { afterAll, beforeAll, expect, test } from "vitest";
import { inWorkspace, openDatabase } from "../../server/src/platform/db/index.ts";
import { testLog } from "../support/database.ts";
import { type Product, startProduct } from "../support/product.ts";
import { until } from "../support/until.ts";
import { Scene } from "./scene.ts";

let product: Product;
let scene: Scene;
beforeAll(async () => {
  product = await startProduct();
  scene = new Scene(await product.workspace());
});
afterAll(() => product?.stop());

test.each([
  [{ spamKeywords: ["hello"] }, "It says “hello”"],
  [{ linkWhitelist: ["acme.example"] }, "It links to other.example"],
])("a mail that %j speaks of waits for approval, and leaves when somebody approves it", async (rule, reason) => {
  const content = { subject: "Hello", html: '<p>See <a href="https://other.example/x">this</a></p>' };
  const none = { spamKeywords: [], linkWhitelist: [] };
  await scene.api("PUT /compliance", { body: { ...none, ...rule } });
  const person = await scene.enroll(await scene.sequence([content]));
  const asked = await until("it is asked for", async () => {
    const { data } = await scene.api("GET /approvals", { query: { limit: 200 } });
    return data.find((one) => one.contact.id === person.contact.id);
  });
  const email = await scene.api("GET /emails/:id", { params: { id: asked.id } });
  expect(email).toMatchObject({ status: "held", heldReason: expect.stringContaining(reason) });
  await scene.api("POST /approvals/:id/approve", { params: { id: asked.id } });
  await scene.mailTo(person);
});

/** Counts mails as sent today and on the days before, one after the other. */
async function wereSent(
  { place }: Scene,
  { accountId, sequenceId, now }: { accountId: string | undefined; sequenceId: string; now: string },
  mails: readonly number[],
): Promise<void> {
  const database = openDatabase(product.databaseUrl, { log: testLog });
  try {
    await inWorkspace(database, place.workspaceId, (tx) =>
      tx.rows(
        `insert into happening_rollups (workspace_id, sequence_id, sending_account_id, bucket, sent)
         select $1, $2, $3, date_bin('15 minutes', $4::timestamptz - make_interval(days => d.at::int - 1), 'epoch'), d.mails
         from unnest($5::int[]) with ordinality d (mails, at)`,
        [place.workspaceId, sequenceId, accountId, now, mails],
      ),
    );
  } finally {
    await database.close();
  }
}

test("what an account sends beyond twice its busiest day waits with its reason, and the rest of the day goes on once that is meant", async () => {
  const own = new Scene(await product.workspace());
  const sequence = await own.sequence();
  const [account] = (await own.api("GET /sending-accounts")).data;
  const { now } = await own.api("GET /sandbox/clock");
  await wereSent(own, { accountId: account?.id, sequenceId: sequence.id, now }, [120, 10, 50, 60, 20, 30]);
  const person = await own.enroll(sequence);
  const asked = await until("it is asked for", async () => (await own.api("GET /approvals", { query: {} })).data[0]);
  const email = await own.api("GET /emails/:id", { params: { id: asked.id } });
  expect(email.heldReason).toBe("It would be mail 121 of this account today; the most in 30 days were 60.");
  await own.api("POST /approvals/:id/approve", { params: { id: asked.id } });
  await own.mailTo(person);
});

test("CASL: mail to Canada is held once its implied consent has ended, also by hand, and leaves with an express one", async () => {
  await scene.api("PUT /compliance", { body: { spamKeywords: [], linkWhitelist: [], rulePacks: ["casl"] } });
  const sequence = await scene.sequence();
  const { now } = await scene.api("GET /sandbox/clock");
  const daysAgo = (days: number) => new Date(Date.parse(now) - days * 86_400_000).toISOString().slice(0, 10);
  const inquiry = (days: number) => ({
    customFields: { country: "CA", legalBasis: "inquiry", consentSource: "Fair", consentDate: daysAgo(days) },
  });
  const fresh = await scene.enroll(sequence, inquiry(150));
  const old = await scene.enroll(sequence, inquiry(200));
  await scene.mailTo(fresh);
  const held = await until("it is held", async () => (await scene.emails(old)).find((one) => one.status === "held"));
  expect(held.heldReason).toBe("The rule “CASL: consent that holds today” blocks it.");
  const why = await scene.api("GET /enrollments/:id/why", { params: { id: old.enrollmentId } });
  expect(why.constraints.at(-1)).toMatchObject({ code: "held", detail: held.heldReason });
  const [account] = (await scene.api("GET /sending-accounts")).data;
  const byHand = scene.api("POST /contacts/:id/emails", {
    params: { id: old.contact.id },
    body: { sendingAccountId: account?.id ?? "", subject: "Hi", htmlContent: "<p>Hi</p>" },
  });
  await expect(byHand).rejects.toMatchObject({ body: { errors: [{ code: "rule_blocks" }] } });
  const consent = { basis: "consent", kind: "express", givenOn: daysAgo(0), proof: "Yes, write to me" } as const;
  await scene.api("PUT /contacts/:id/consent", { params: { id: old.contact.id }, body: consent });
  await scene.mailTo(old);
});

test("CASL: mail stops on the day on which an implied consent ends, in the middle of a sequence", async () => {
  await scene.api("PUT /compliance", { body: { rulePacks: ["casl"] } });
  const sequence = await scene.sequence([
    {},
    { delay: { value: 3, unit: "days" } },
    { delay: { value: 3, unit: "days" } },
  ]);
  const contact = await scene.contact({ customFields: { country: "CA" } });
  const { now } = await scene.api("GET /sandbox/clock");
  const givenOn = new Date(Date.parse(now) - 177 * 86_400_000).toISOString().slice(0, 10);
  const { current } = await scene.api("PUT /contacts/:id/consent", {
    params: { id: contact.id },
    body: { basis: "consent", kind: "inquiry", givenOn, source: "Asked for prices" },
  });
  const { id } = await scene.api("POST /sequences/:id/enroll", {
    params: { id: sequence.id },
    body: { contactId: contact.id },
  });
  const person = { contact, enrollmentId: id };
  await scene.mailTo(person);
  await scene.advance(7, "days");
  const [, second, third] = await until("the third waits", async () => {
    const emails = await scene.emails(person);
    return emails[2]?.status === "held" ? emails : undefined;
  });
  expect(second?.sentAt?.slice(0, 10)).toSatisfy((day: string) => day < (current?.endsOn ?? ""));
  const restedOn = async (id = "") => (await scene.api("GET /emails/:id", { params: { id } })).restedOn;
  expect(await restedOn(second?.id)).toEqual({
    basis: "consent",
    kind: "inquiry",
    givenOn,
    source: "Asked for prices",
  });
  expect(await restedOn(third?.id)).toBeNull();
  expect(third).toMatchObject({ sentAt: null, heldReason: "The rule “CASL: consent that holds today” blocks it." });
});

test("CASL: what a company or an enrollment says never completes what a contact's own record lacks", async () => {
  await scene.api("PUT /compliance", { body: { rulePacks: ["casl"] } });
  const sequence = await scene.sequence();
  const { now } = await scene.api("GET /sandbox/clock");
  const customFields = { legalBasis: "express", consentDate: now.slice(0, 10), country: "CA" };
  const employer = await scene.api("POST /companies", { body: { name: "Maple", customFields } });
  const byCompany = await scene.enroll(sequence, { companyId: employer.id, customFields: { country: "CA" } });
  const undated = { country: "CA", legalBasis: "inquiry" };
  const halfByCompany = await scene.enroll(sequence, { companyId: employer.id, customFields: undated });
  const contact = await scene.contact({ customFields: { country: "CA" } });
  const context = { legalBasis: "express", country: "US" };
  const { id } = await scene.api("POST /sequences/:id/enroll", {
    params: { id: sequence.id },
    body: { contactId: contact.id, context },
  });
  for (const person of [byCompany, halfByCompany, { contact, enrollmentId: id }]) {
    const mail = await until("it left or is held", async () =>
      (await scene.emails(person)).find(({ status }) => ["held", "sent"].includes(status)),
    );
    expect(mail).toMatchObject({ status: "held", heldReason: "The rule “CASL: consent that holds today” blocks it." });
  }
});

test("a rule of the workspace holds mail of its sequence to its people for approval, and requires its words elsewhere", async () => {
  const [mine, other] = [await scene.sequence(), await scene.sequence()];
  const ministers = { field: "contact.title", op: "eq", value: "Minister" } as const;
  const rule = await scene.api("POST /compliance-rules", {
    body: { name: "Ask first", condition: ministers, sequenceIds: [mine.id], effect: { do: "approve" } },
  });
  const person = await scene.enroll(mine, { title: "Minister" });
  await scene.mailTo(await scene.enroll(other, { title: "Minister" }));
  await scene.mailTo(await scene.enroll(mine));
  const asked = await until("it is asked for", async () => {
    const { data } = await scene.api("GET /approvals", { query: { limit: 200 } });
    return data.find((one) => one.contact.id === person.contact.id);
  });
  await scene.api("POST /approvals/:id/approve", { params: { id: asked.id } });
  await scene.mailTo(person);
  const effect = { do: "require" as const, text: "Capital at risk." };
  await scene.api("PUT /compliance-rules/:id", { params: { id: rule.id }, body: { effect, sequenceIds: [] } });
  const warned = await scene.enroll(other, { title: "Minister" });
  await until("it is held", async () => (await scene.emails(warned)).find((one) => one.status === "held"));
  const wrong = { field: "contact.shoeSize", op: "eq", value: 45 };
  const refused = scene.api("PUT /compliance-rules/:id", {
    params: { id: rule.id },
    body: { condition: wrong as never },
  });
  await expect(refused).rejects.toMatchObject({ body: { code: "invalid_request" } });
  await scene.api("DELETE /compliance-rules/:id", { params: { id: rule.id } });
});
