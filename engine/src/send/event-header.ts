import { findByEnd } from "./mail-hosts.ts";

/** A header by which a sending service takes our id of an email along, to tell it again with every event. */
export type EventHeader = (emailId: string) => { readonly name: string; readonly value: string };

const json = (name: string, wrap: (fields: { email: string }) => object = (fields) => fields): EventHeader => {
  return (emailId) => ({ name, value: JSON.stringify(wrap({ email: emailId })) });
};

/**
 * Services whose events do not tell the Message-ID, by the end of their SMTP servers' names. Each says in its own pages how a
 * mail that comes by SMTP carries data of its sender's: Postmark (support article 1125), SparkPost (developers.sparkpost.com/api/smtp),
 * Mandrill (help article 205582417, at most 200 bytes), Mailjet (dev.mailjet.com/docs/smtp_relay/custom_headers), Mailtrap
 * (docs.mailtrap.io, custom variables). `engine/src/track/provider-events` reads it back.
 */
const headers: ReadonlyMap<string, EventHeader> = new Map([
  ["smtp.postmarkapp.com", (emailId: string) => ({ name: "X-PM-Metadata-email", value: emailId })],
  ["smtp-broadcasts.postmarkapp.com", (emailId: string) => ({ name: "X-PM-Metadata-email", value: emailId })],
  ["smtp.sparkpostmail.com", json("X-MSYS-API", (metadata) => ({ metadata }))],
  ["smtp.eu.sparkpostmail.com", json("X-MSYS-API", (metadata) => ({ metadata }))],
  ["smtp.mandrillapp.com", json("X-MC-Metadata")],
  ["in-v3.mailjet.com", (emailId: string) => ({ name: "X-MJ-CustomID", value: emailId })],
  ["live.smtp.mailtrap.io", json("X-MT-Custom-Variables")],
  ["bulk.smtp.mailtrap.io", json("X-MT-Custom-Variables")],
]);

/** What a mail says to the service at this SMTP server, so that its events find their email; null where nothing is needed. */
export function eventHeaderOf(host: string): EventHeader | null {
  return findByEnd([host], headers);
}
