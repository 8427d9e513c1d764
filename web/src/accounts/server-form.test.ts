import { expect, test } from "vitest";
import { emptyServer, fillServer, serverFormOf, serverInput } from "./server-form.ts";

test("servers of a known host fill the form, and keep the name that was typed", () => {
  const known = { host: "smtp.fastmail.com", port: 465, tls: "implicit" } as const;
  const filled = fillServer(emptyServer("smtp"), known, "ada@fastmail.com");
  expect(filled).toMatchObject({ ...known, username: "ada@fastmail.com", password: "" });
  expect(fillServer({ ...filled, username: "ada" }, known, "ada@fastmail.com").username).toBe("ada");
  expect(serverInput(fillServer(filled, null, ""))).toBeNull();
});

test("a password that is not typed again is not sent, so the stored one stays", () => {
  const stored = {
    host: "mail.example.com",
    port: 587,
    secure: false,
    tls: null,
    username: "ada",
    hasPassword: true,
  } as const;
  const form = serverFormOf(stored, "smtp");
  expect(form).toMatchObject({ tls: "starttls", password: "" });
  expect(serverInput(form)).toEqual({ host: "mail.example.com", port: 587, tls: "starttls", username: "ada" });
  expect(serverInput({ ...form, password: "new" })).toMatchObject({ password: "new" });
});
