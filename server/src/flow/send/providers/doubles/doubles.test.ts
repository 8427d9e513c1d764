import { expect, test } from "vitest";
import { areDescribed, describedFaults } from "./descriptions.fixture.ts";
import type { Heard, Service } from "./double.fixture.ts";
import { gmailService } from "./gmail.fixture.ts";
import { mailgunService } from "./mailgun.fixture.ts";
import { outlookService } from "./outlook.fixture.ts";
import { sendgridService } from "./sendgrid.fixture.ts";
import { sesService } from "./ses.fixture.ts";

const services: readonly Service[] = [gmailService, outlookService, sendgridService, mailgunService, sesService];

/** Requests like ours, each with something its service does not know. */
const strange: readonly (readonly [string, Pick<Heard, "path" | "body"> & Partial<Heard>])[] = [
  ["gmail", { path: "/gmail/v1/users/me/messages/send", body: Buffer.from('{"raw":"eA","thread":"x"}') }],
  ["gmail", { path: "/gmail/v1/users/me/messages/deliver", body: Buffer.from('{"raw":"eA"}') }],
  ["outlook", { path: "/v1.0/me/mailMail", body: Buffer.from("eA==") }],
  ["sendgrid", { path: "/v3/mail/send", body: Buffer.from('{"personalizations":[],"from":"a@b.c"}') }],
  ["mailgun", { path: "/v3/example.com/messages.mime", body: Buffer.from('--b\r\nX: ; name="tos"\r\n\r\nx\r\n--b--') }],
  ["ses", { path: "/v2/email/outbound-emails", body: Buffer.from('{"FromEmailAddress":1}') }],
];

test.each(strange)("a request to %s that it would not understand is a fault: %j", (name, changes) => {
  const service = services.find((one) => one.name === name) as Service;
  const headers = { authorization: "Bearer x", "content-type": "multipart/form-data; boundary=b" };
  const heard: Heard = { method: "POST", query: new URLSearchParams(), headers, ...changes };
  expect(service.faults(heard)).not.toEqual([]);
  if (areDescribed && name !== "ses") expect(describedFaults(name, heard)).not.toEqual([]);
});
