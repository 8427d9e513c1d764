import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meaningOf, refusalOf } from "./event-meaning.ts";
import { eventOf } from "./provider-event.ts";
import { readJson } from "./read-json.ts";
import { type EventService, eventReaders, mostEvents, readProviderEvents } from "./services.ts";

const id = "0199c5a0-0000-7000-8000-0000000000a1";
const to = "ada@example.com";
const services = Object.keys(eventReaders) as EventService[];

/** One notice of each service that tells of a hard bounce of our email, as its documentation shows it. */
const bounces: Readonly<Record<EventService, unknown>> = {
  sendgrid: [{ event: "bounce", email: to, type: "bounce", reason: "550 5.1.1 No such user", haste_email: id }],
  mailgun: {
    "event-data": {
      event: "failed",
      severity: "permanent",
      recipient: to,
      "user-variables": { email: id },
      "delivery-status": { code: 550, message: "5.1.1 No such user" },
    },
  },
  ses: {
    eventType: "Bounce",
    mail: { messageId: "a", destination: [to], tags: { email: [id] } },
    bounce: {
      bounceType: "Permanent",
      bounceSubType: "General",
      bouncedRecipients: [{ emailAddress: to, status: "5.1.1", diagnosticCode: "smtp; 550 5.1.1 user unknown" }],
    },
  },
  brevo: { event: "hard_bounce", email: to, "message-id": `<${id}@acme.test>`, reason: "550 5.1.1 unknown user" },
  mailersend: {
    type: "activity.hard_bounced",
    data: { email: { recipient: { email: to }, tags: [id] }, morph: { reason: "550 5.1.1 no such user" } },
  },
  mailjet: [{ event: "bounce", email: to, CustomID: id, hard_bounce: true, error: "user unknown" }],
  mailtrap: {
    events: [{ event: "bounce", email: to, custom_variables: { email: id }, response: "bounced (550 5.1.1 gone)" }],
  },
  mandrill: {
    mandrill_events: JSON.stringify([
      { event: "hard_bounce", msg: { email: to, metadata: { email: id }, diag: "smtp;550 5.1.1 no such user" } },
    ]),
  },
  postal: {
    event: "MessageDeliveryFailed",
    payload: { message: { to, message_id: `${id}@acme.test` }, output: "550 5.1.1 user unknown" },
  },
  postmark: {
    RecordType: "Bounce",
    Type: "HardBounce",
    Email: to,
    Metadata: { email: id },
    Details: "smtp;550 5.1.1 no such user",
  },
  resend: {
    type: "email.bounced",
    data: { to: [to], tags: { email: id }, bounce: { type: "Permanent", message: "550 5.1.1 no such user" } },
  },
  sparkpost: [
    { msys: { message_event: { type: "bounce", bounce_class: "10", raw_rcpt_to: to, rcpt_meta: { email: id } } } },
  ],
  "unisender-go": {
    events_by_user: [
      {
        events: [
          {
            event_name: "transactional_email_status",
            event_data: {
              status: "hard_bounced",
              email: to,
              metadata: { email: id },
              delivery_info: { delivery_status: "err_user_unknown", destination_response: "550 no such user" },
            },
          },
        ],
      },
    ],
  },
  generic: { event: "bounced", recipient: to, emailId: id, reply: "550 5.1.1 no such user" },
};

describe("what sending services tell", () => {
  for (const service of services) {
    test(`${service}: an address that does not exist is a dead one, and the email is found by what we gave along`, () => {
      const events = readProviderEvents(service, bounces[service]) ?? [];
      expect(events).toMatchObject([{ kind: "bounced", recipient: to }]);
      const [event = eventOf({})] = events;
      expect([event.emailId, ...event.headerIds].some((named) => named?.includes(id) === true)).toBe(true);
      expect(meaningOf(event)).toMatchObject([
        { kind: "bounced", actor: "machine", meta: { bounceType: "hard", reason: "no_mailbox" } },
      ]);
    });
  }

  test("whatever it is made of, a notice is read without a fault, and its words are bounded", () => {
    fc.assert(
      fc.property(fc.constantFrom(...services), noticeLike(), (service, body) => {
        for (const event of readProviderEvents(service, body) ?? []) {
          expect((event.reply ?? "").length).toBeLessThanOrEqual(2_000);
          for (const { meta } of meaningOf(event)) expect(JSON.stringify(meta)).not.toContain("\\u0000");
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("a notice of more events than any service sends is taken for none", () => {
    const many = Array.from({ length: mostEvents + 1 }, () => ({ event: "delivered" }));
    expect(readProviderEvents("sendgrid", many)).toBeNull();
  });

  test("whole numbers beyond 2^53 keep their digits, others stay numbers", () => {
    expect(readJson('{"id":12345678901234567,"n":3,"f":1.5,"e":1e30}')).toEqual({
      id: "12345678901234567",
      n: 3,
      f: 1.5,
      e: 1e30,
    });
  });

  test("an SES mail is found by the Message-ID that Amazon gave it in its region", () => {
    const mail = { messageId: "0102", sourceArn: "arn:aws:ses:eu-west-1:1:identity/acme.test", destination: [to] };
    expect(readProviderEvents("ses", { eventType: "Send", mail })).toMatchObject([
      { kind: "sent", headerIds: ["<0102@eu-west-1.amazonses.com>"] },
    ]);
  });
});

describe("what follows from an event of a sending service", () => {
  test("a deferral never makes the mail ours to send again: the service tries it itself", () => {
    expect(meaningOf(eventOf({ kind: "deferred", reply: "450 4.2.1 greylisted" }))).toEqual([
      { kind: "sent", actor: "machine", meta: {} },
    ]);
  });

  test("its opens and clicks prove that the mail left and are counted by our own tracking only", () => {
    for (const kind of ["opened", "clicked"] as const) {
      expect(meaningOf(eventOf({ kind })).map((one) => one.kind)).toEqual(["sent"]);
    }
  });

  test("what its suppression list holds back has bounced, and a wish on that list holds here too", () => {
    const [dropped] = readProviderEvents("sendgrid", { event: "dropped", reason: "Unsubscribed Address" }) ?? [];
    expect(meaningOf(dropped ?? eventOf({}))).toMatchObject([
      { kind: "bounced", meta: { bounceType: "block" } },
      { kind: "unsubscribed", actor: "human", meta: { by: "provider" } },
    ]);
  });

  test("no address dies of a refusal that the service calls passing, whatever the words", () => {
    fc.assert(
      fc.property(words(), fc.constantFrom("5.1.1", "5.2.1", null), (reply, status) => {
        const event = eventOf({ kind: "bounced", isFinal: false, reply, status });
        expect(refusalOf(event).bounceType).not.toBe("hard");
      }),
    );
  });

  test("a final refusal without a reason leaves the address alone", () => {
    const event = eventOf({
      kind: "bounced",
      isFinal: true,
      rejectReason: "bounced",
      description: "Permanent: General",
    });
    expect(refusalOf(event).reason).toBe("unknown");
  });
});

function words() {
  const said = ["550 5.1.1 User unknown", "No such mailbox", "Mailbox full", "5.1.10 null MX", "quota", "blocked", ""];
  return fc.array(fc.constantFrom(...said), { maxLength: 4 }).map((some) => some.join(" "));
}

/** Notices whose parts were exchanged for anything. */
function noticeLike() {
  const odd = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom("\u0000", "x".repeat(5_000), -1, 1e300, null));
  const parts = fc.tuple(fc.constantFrom(...services), fc.nat(20), odd).map(([service, place, value]) => {
    let met = 0;
    return JSON.parse(JSON.stringify(bounces[service]), (_, at: unknown) => (met++ === place ? value : at)) as unknown;
  });
  return fc.oneof(odd, parts);
}
