import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { bodyOf } from "./body.ts";
import { headerOf, type Notice, type Proven, refused, staleAt, unreadable } from "./proof.ts";

/**
 * SendGrid's Signed Event Webhook: ECDSA over its timestamp and the raw body
 * (docs: "Getting Started with the Event Webhook security features").
 */
export function provenBySendgrid(notice: Notice, publicKey: string): Proven {
  const signature = headerOf(notice, "x-twilio-email-event-webhook-signature");
  const timestamp = headerOf(notice, "x-twilio-email-event-webhook-timestamp");
  const key = readPublicKey(publicKey);
  if (signature === "" || key === null) return refused("unsigned", "It came without a signature.");
  const signed = Buffer.concat([Buffer.from(timestamp), notice.raw]);
  if (!verify("sha256", signed, key, Buffer.from(signature, "base64"))) {
    return refused("unsigned", "Its signature does not fit the public key.");
  }
  const stale = staleAt(Number(timestamp) * 1_000, notice.machineNow);
  if (stale !== null) return stale;
  const body = bodyOf(notice);
  return body === undefined ? unreadable : { is: "events", body };
}

/** The key as SendGrid shows it (DER in base64), or as PEM; null where it is no key of an elliptic curve. */
export function readPublicKey(text: string): KeyObject | null {
  const der = Buffer.from(text.replace(/-----[A-Z ]+-----|\s/g, ""), "base64");
  try {
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    return key.asymmetricKeyType === "ec" ? key : null;
  } catch {
    return null;
  }
}
