import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { Scene } from "./scene.ts";

let product: Product;
let scene: Scene;

beforeAll(async () => {
  product = await startProduct();
  scene = new Scene(await product.workspace());
});
afterAll(() => product?.stop());

describe("a mail that cannot be written", () => {
  test("is held alone for the missing word, and leaves once the contact has it", async () => {
    const sequence = await scene.sequence([{ subject: "A word, {{ contact.firstName }}" }]);
    const known = await scene.enroll(sequence, { firstName: "Nora" });
    const nameless = await scene.enroll(sequence, { firstName: null });
    const alsoKnown = await scene.enroll(sequence, { firstName: "Idris" });
    await scene.settle();
    expect(await scene.mails(known)).toMatchObject([{ subject: "A word, Nora" }]);
    expect(await scene.mails(alsoKnown)).toMatchObject([{ subject: "A word, Idris" }]);
    expect(await scene.mails(nameless)).toEqual([]);
    const held = await scene.enrollment(nameless);
    expect(held).toMatchObject({ status: "active", state: "held" });
    expect(held.stateReason).toContain("firstName");
    expect(await scene.emails(nameless)).toMatchObject([{ status: "held" }]);
    const { needsYou } = await scene.api("GET /home");
    expect(needsYou.map((row) => row.code)).toContain("held");

    await scene.api("PUT /contacts/:id", { params: { id: nameless.contact.id }, body: { firstName: "Tove" } });
    await scene.settle();
    expect(await scene.mails(nameless)).toMatchObject([{ subject: "A word, Tove" }]);
    expect((await scene.emails(nameless)).map((email) => email.status)).toEqual(["sent"]);
  });

  test("because it would never end is stopped, held and told, while others leave", async () => {
    const nested = "{% for i in (1..100000) %}{% for j in (1..100000) %}{{ j }}{% endfor %}{% endfor %}";
    const endless = await scene.sequence([{ html: `<p>${nested}</p>` }]);
    const plain = await scene.sequence();
    const trapped = await scene.enroll(endless);
    const free = await scene.reader(plain);
    await scene.settle();
    expect(await scene.enrollment(trapped)).toMatchObject({ state: "held" });
    expect((await scene.emails(trapped))[0]?.heldReason).toBeTruthy();
    expect(await scene.mails(trapped)).toEqual([]);
    expect(await scene.mails(free)).toHaveLength(1);
  });
});

describe("enrolling many", () => {
  test("tells the verdict of each person first, and enrolls those who may be mailed", async () => {
    const sequence = await scene.sequence();
    const ready = await scene.contact();
    const already = await scene.enroll(sequence);
    const role = await scene.contact({ email: "info@verdict.example" });
    const left = await scene.reader(await scene.sequence());
    await scene.api("POST /sandbox/emails/:id/unsubscribe", { params: { id: left.mail.id } });
    await scene.reach(left, { stopReason: "unsubscribed" });
    const contactIds = [ready, already.contact, role, left.contact].map((contact) => contact.id);
    const enroll = async (dryRun: boolean) => {
      const job = await scene.api("POST /sequences/:id/enroll/bulk", {
        params: { id: sequence.id },
        body: { contactIds, dryRun },
      });
      return scene.finish(job.id);
    };

    const dry = await enroll(true);
    const codes = (row: Record<string, unknown>) => (row.guards as { code: string }[]).map((guard) => guard.code);
    expect(dry.rows?.map((row) => [row.contactId, row.verdict, codes(row)])).toEqual([
      [ready.id, "ready", []],
      [already.contact.id, "refused", ["already_active"]],
      [role.id, "refused", ["role_address"]],
      [left.contact.id, "refused", ["suppressed"]],
    ]);
    expect((await scene.people(sequence)).length).toBe(1);

    const done = await enroll(false);
    expect(done.counts).toMatchObject({ enrolled: 1, refused: 3 });
    await scene.settle();
    expect(await scene.mails({ contact: ready })).toHaveLength(1);
    expect(await scene.mails(already)).toHaveLength(1);
    expect(await scene.mails({ contact: role })).toEqual([]);
  });

  test("with one address twice is refused at the contact, however it is written", async () => {
    const first = await scene.contact({ email: "Double.Person@Twice.Example" });
    const second = scene.contact({ email: "double.person@twice.example" });
    await expect(second).rejects.toMatchObject({ body: { status: 409, code: "email_taken", existingId: first.id } });
  });
});
