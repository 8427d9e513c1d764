import { expect, test } from "vitest";
import { readProviderEvents } from "../track/index.ts";
import { eventHeaderOf } from "./index.ts";

const emailId = "01a22100-be43-7889-970a-d898fe9b6af2";

test("services that tell no Message-ID are given our id in the header they read", () => {
  const said = (host: string) => {
    const header = eventHeaderOf(host)?.(emailId);
    return header && `${header.name}: ${header.value}`;
  };
  expect(said("smtp.postmarkapp.com")).toBe(`X-PM-Metadata-email: ${emailId}`);
  expect(said("SMTP.SparkPostMail.com.")).toBe(`X-MSYS-API: {"metadata":{"email":"${emailId}"}}`);
  expect(said("smtp.mandrillapp.com")).toBe(`X-MC-Metadata: {"email":"${emailId}"}`);
  expect(said("in-v3.mailjet.com")).toBe(`X-MJ-CustomID: ${emailId}`);
  expect(said("live.smtp.mailtrap.io")).toBe(`X-MT-Custom-Variables: {"email":"${emailId}"}`);
  for (const other of ["smtp.gmail.com", "postmarkapp.com", "smtp.postmarkapp.com.evil.example", "127.0.0.1"])
    expect(eventHeaderOf(other)).toBeNull();
});

test("what a service tells of it with its events is the email's id again", () => {
  const at = 1_800_000_000;
  const told = {
    postmark: {
      RecordType: "Delivery",
      MessageID: "m",
      DeliveredAt: "2026-11-28T09:00:00Z",
      Metadata: { email: emailId },
    },
    sparkpost: [
      {
        msys: {
          message_event: { type: "delivery", timestamp: String(at), event_id: "1", rcpt_meta: { email: emailId } },
        },
      },
    ],
    mandrill: [
      { event: "send", ts: at, _id: "1", msg: { ts: at, email: "a@b.example", metadata: { email: emailId } } },
    ],
    mailjet: { event: "sent", time: at, email: "a@b.example", CustomID: emailId },
    mailtrap: {
      events: [{ event: "delivery", timestamp: at, event_id: "1", custom_variables: { email: emailId } }],
    },
  } as const;
  for (const [service, body] of Object.entries(told)) {
    const events = readProviderEvents(service as keyof typeof told, body);
    expect([service, events?.map((event) => event.emailId)]).toEqual([service, [emailId]]);
  }
});
