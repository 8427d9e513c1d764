import { readAmazonSes } from "./amazon-ses.ts";
import { readBrevo } from "./brevo.ts";
import { readGeneric } from "./generic.ts";
import { readMailersend } from "./mailersend.ts";
import { readMailgun } from "./mailgun.ts";
import { readMailjet } from "./mailjet.ts";
import { readMailtrap } from "./mailtrap.ts";
import { readMandrill } from "./mandrill.ts";
import { readPostal } from "./postal.ts";
import { readPostmark } from "./postmark.ts";
import type { ProviderEvent, ReadNotice } from "./provider-event.ts";
import { readResend } from "./resend.ts";
import { readSendgrid } from "./sendgrid.ts";
import { readSparkpost } from "./sparkpost.ts";
import { readUnisenderGo } from "./unisender-go.ts";

/** Every service whose events we can read; the name is its place in `/hooks/<name>/…`. */
export const eventReaders = {
  sendgrid: readSendgrid,
  mailgun: readMailgun,
  ses: readAmazonSes,
  brevo: readBrevo,
  mailersend: readMailersend,
  mailjet: readMailjet,
  mailtrap: readMailtrap,
  mandrill: readMandrill,
  postal: readPostal,
  postmark: readPostmark,
  resend: readResend,
  sparkpost: readSparkpost,
  "unisender-go": readUnisenderGo,
  generic: readGeneric,
} as const satisfies Readonly<Record<string, ReadNotice>>;
export type EventService = keyof typeof eventReaders;

/** SparkPost batches 10,000 at most, the others fewer. */
export const mostEvents = 10_000;

/** null: more events than any service sends at once. */
export function readProviderEvents(service: EventService, body: unknown): ProviderEvent[] | null {
  const events = (eventReaders[service] as ReadNotice)(body);
  return events.length > mostEvents ? null : events;
}
