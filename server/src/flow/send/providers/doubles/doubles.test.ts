import { expect, test } from "vitest";
import { findCorpus } from "../../../../../../tests/support/corpora.ts";
import { describedFaults } from "./descriptions.fixture.ts";
import type { Heard, Service } from "./double.fixture.ts";
import { gmailService } from "./gmail.fixture.ts";
import { GmailMailbox } from "./gmail-mailbox.fixture.ts";
import { mailgunService } from "./mailgun.fixture.ts";
import { outlookService } from "./outlook.fixture.ts";
import { OutlookMailbox } from "./outlook-mailbox.fixture.ts";
import { sendgridService } from "./sendgrid.fixture.ts";
import { sesService } from "./ses.fixture.ts";

const { folder, isThere: areDescribed } = findCorpus("api-specs", "Requests are held to our own doubles only");

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
  if (areDescribed && name !== "ses") expect(describedFaults(folder, name, heard)).not.toEqual([]);
});

const me = "/gmail/v1/users/me";
const inbox = "/v1.0/me/mailFolders/inbox/messages/delta";

test.each([
  ["gmail", `${me}/history`, "startHistory=1"],
  ["gmail", `${me}/messages/18c00000`, "format=raw&markRead=true"],
  ["gmail", `${me}/inbox`, ""],
  ["outlook", inbox, "$select=isSpam&$filter=arrived ge 2026-11-24"],
  ["outlook", "/v1.0/me/messages", "$select=id&$filter=conversation eq 'c'"],
])("a question about a mailbox at %s that it would not understand is a fault: %s?%s", (name, path, query) => {
  const now = () => new Date("2026-11-24T09:00:00Z");
  const { service } = name === "gmail" ? new GmailMailbox(now) : new OutlookMailbox(now);
  const headers = { authorization: "Bearer x", prefer: 'IdType="ImmutableId"' };
  const heard: Heard = { method: "GET", path, query: new URLSearchParams(query), headers, body: Buffer.alloc(0) };
  expect(service.faults(heard)).not.toEqual([]);
  if (areDescribed) expect(describedFaults(folder, name, heard)).not.toEqual([]);
});
