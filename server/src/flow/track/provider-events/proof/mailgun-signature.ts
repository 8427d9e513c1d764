import { createHmac } from "node:crypto";
import { bodyOf, fieldOf } from "./body.ts";
import { isSame, type Notice, type Proven, refused, staleAt, unreadable } from "./proof.ts";

/**
 * Mailgun: an HMAC over timestamp and token (docs: "Securing Webhooks"). It does not cover the event, so whoever has seen
 * one signature could put any event beside it, for five minutes: they need the address, which only travels by TLS.
 */
export function provenByMailgun(notice: Notice, signingKey: string): Proven {
  const body = bodyOf(notice);
  if (typeof body !== "object" || body === null) return unreadable;
  // The first webhooks had these among the fields of a form.
  const signature: unknown = "signature" in body && typeof body.signature === "object" ? body.signature : body;
  const [timestamp, token, signed] = [
    fieldOf(signature, "timestamp"),
    fieldOf(signature, "token"),
    fieldOf(signature, "signature"),
  ];
  if (timestamp === null || token === null || signed === null) {
    return refused("unsigned", "It came without a signature.");
  }
  const expected = createHmac("sha256", signingKey)
    .update(timestamp + token)
    .digest("hex");
  if (!isSame(signed, expected)) return refused("unsigned", "Its signature does not fit the signing key.");
  return staleAt(Number(timestamp) * 1_000, notice.machineNow) ?? { is: "events", body };
}
