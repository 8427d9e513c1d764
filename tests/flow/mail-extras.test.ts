import { simpleParser } from "mailparser";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { anyHour, Scene } from "./scene.ts";

let product: Product;
let scene: Scene;

beforeAll(async () => {
  product = await startProduct();
  scene = new Scene(await product.workspace());
});
afterAll(() => product?.stop());

const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const upload = (name: string, body: Uint8Array<ArrayBuffer>) =>
  scene.api("POST /files", { query: { name }, body, headers: { "Content-Type": "application/octet-stream" } });

describe("what a mail has beside its words", () => {
  test("goes with the mails of whoever takes it from a template: preheader, UTM parameters, a picture and a file", async () => {
    const logo = await upload("logo.png", pixel);
    const offer = await upload("Angebot für Sie.pdf", Buffer.from("%PDF-1.7 offer"));
    expect([logo.mediaType, offer.mediaType]).toEqual(["image/png", "application/pdf"]);
    expect((await upload("again.png", pixel)).file).toBe(logo.file);
    const extras = {
      preheader: "For {{ contact.firstName }} only",
      utm: { source: "haste", medium: "email", campaign: "spring" },
      attachments: [
        { file: logo.file, name: "logo.png", cid: "logo" },
        { file: offer.file, name: "Angebot für Sie.pdf", cid: null },
      ],
    };
    const html = '<p><img src="cid:logo" alt="Logo"> Hi, <a href="https://a.example/plan">the plan</a></p>';
    const template = await scene.api("POST /templates", {
      body: { name: "Offer", subject: "Offer", htmlContent: html, ...extras },
    });
    expect(template).toMatchObject(extras);
    const { id } = await scene.api("POST /sequences", {
      body: { name: "Offers", settings: anyHour, steps: [{ templateId: template.id }] },
    });
    const sequence = await scene.api("POST /sequences/:id/activate", { params: { id } });
    const { mail } = await scene.reader(sequence, { firstName: "Ada" });
    const read = await simpleParser(mail.raw ?? "");
    expect(read.html).toMatch(/For Ada only/);
    expect(
      read.attachments.map(({ filename, contentType, cid, related, size }) => [
        filename,
        contentType,
        cid,
        related,
        size,
      ]),
    ).toEqual([
      ["logo.png", "image/png", "logo", true, pixel.length],
      ["Angebot für Sie.pdf", "application/pdf", undefined, undefined, 14],
    ]);
    expect(read.headers.get("list-unsubscribe") ?? read.headers.get("list")).toBeTruthy();
    const click = /href="([^"]*\/t\/c\/[^"]*)"/.exec(String(read.html))?.[1] ?? "";
    const answer = await fetch(click, { redirect: "manual" });
    expect(answer.headers.get("location")).toBe(
      "https://a.example/plan?utm_source=haste&utm_medium=email&utm_campaign=spring",
    );
  });

  test("is a version of its own where it changes, and an earlier one brings it back", async () => {
    const body = { name: "With a file", subject: "S", htmlContent: "<p>x</p>", preheader: "one" };
    const { id } = await scene.api("POST /templates", { body });
    const { file } = await upload("price.pdf", Buffer.from("%PDF-1.7 price"));
    const attachments = [{ file, name: "price.pdf", cid: null }];
    const changed = await scene.api("PUT /templates/:id", { params: { id }, body: { preheader: "two", attachments } });
    expect(changed).toMatchObject({ contentVersion: 2, preheader: "two", attachments });
    const back = await scene.api("POST /templates/:id/restore", { params: { id }, body: { version: 1 } });
    expect(back).toMatchObject({ contentVersion: 3, preheader: "one", attachments: [] });
  });

  test("is refused where mailboxes would turn the mail away", async () => {
    await expect(upload("setup.EXE", Buffer.from("MZ"))).rejects.toThrow("Mailboxes turn mails with .exe files away");
    await expect(upload("empty.pdf", Buffer.alloc(0))).rejects.toThrow();
    await expect(upload("video.mp4", Buffer.alloc(10 * 1024 * 1024 + 1))).rejects.toThrow("at most 10 MB");
    const half = async (name: string, byte: number) => {
      const { file } = await upload(name, Buffer.alloc(6 * 1024 * 1024, byte));
      return { file, name, cid: null };
    };
    const attachments = [await half("a.bin", 1), await half("b.bin", 2)];
    const tooMuch = { name: "Too much", subject: "S", htmlContent: "<p>x</p>", attachments };
    await expect(scene.api("POST /templates", { body: tooMuch })).rejects.toThrow("The files have 12.0 MB");
    const gone = [{ file: "0".repeat(64), name: "gone.pdf", cid: null }];
    const step = { content: { subject: "S", htmlContent: "<p>x</p>", attachments: gone } };
    await expect(scene.api("POST /sequences", { body: { name: "Gone", steps: [step] } })).rejects.toThrow(
      "There is no file",
    );
  });
});

test("an email is looked over by the API as beside the editor", async () => {
  const content = {
    subject: "RE: OFFER",
    htmlContent: "<p>Hi {{ contact.firstName }}, <a href='https://bit.ly/x'>here</a></p>",
  };
  const { data } = await scene.api("POST /templates/lint", { body: { content } });
  expect(data.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(["empty-variable", "false-reply", "shortened-link"]),
  );
  for (const { detail, fix, severity } of data)
    expect([detail, fix, severity].every((words) => words !== "")).toBe(true);
});
