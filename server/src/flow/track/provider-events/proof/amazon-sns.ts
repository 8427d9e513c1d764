import { verify } from "node:crypto";
import { bodyOf, fieldOf } from "./body.ts";
import { type Notice, type Proven, refused, staleAt, unreadable } from "./proof.ts";
import { type AskAmazon, snsUrl } from "./sns-address.ts";
import type { SnsCertificates } from "./sns-certificates.ts";

export interface AmazonParts {
  readonly certificates: SnsCertificates;
  readonly askAmazon: AskAmazon;
}

/** The fields that are signed, in their order (docs.aws.amazon.com/sns, "Verifying the signatures"). */
const signedFields: Readonly<Record<string, readonly string[]>> = {
  Notification: ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"],
  SubscriptionConfirmation: ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
  UnsubscribeConfirmation: ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
};

/**
 * Amazon SES through SNS. Anybody can have a topic of their own and Amazon's true signature under it, so the account's
 * topic is asked for first, and only its certificate is fetched and only its subscription confirmed.
 */
export async function provenByAmazon(notice: Notice, topic: string, parts: AmazonParts): Promise<Proven> {
  const message = bodyOf(notice);
  const type = fieldOf(message, "Type") ?? "";
  const fields = signedFields[type];
  if (fields === undefined) return unreadable;
  if (fieldOf(message, "TopicArn") !== topic) return refused("foreign", "It comes from another topic.");
  const region = topic.split(":")[3] ?? "";
  const key = await parts.certificates.keyAt(fieldOf(message, "SigningCertURL") ?? "", region, notice.machineNow);
  if (!key.ok) return refused(key.why, key.detail);
  const algorithm = { 1: "sha1", 2: "sha256" }[fieldOf(message, "SignatureVersion") ?? ""];
  const signed = fields.flatMap((name) => {
    const value = fieldOf(message, name);
    return value === null ? [] : [`${name}\n${value}\n`];
  });
  const signature = Buffer.from(fieldOf(message, "Signature") ?? "", "base64");
  if (algorithm === undefined || !verify(algorithm, Buffer.from(signed.join("")), key.key, signature)) {
    return refused("unsigned", "Its signature does not fit Amazon's certificate.");
  }
  const stale = staleAt(Date.parse(fieldOf(message, "Timestamp") ?? ""), notice.machineNow);
  if (stale !== null) return stale;
  if (type === "SubscriptionConfirmation") return confirm(fieldOf(message, "SubscribeURL") ?? "", region, parts);
  return { is: "events", body: eventIn(notice, fieldOf(message, "Message") ?? "") };
}

/** What SES published; a plain sentence is its way to try the topic out. */
function eventIn(notice: Notice, message: string): unknown {
  return bodyOf({ ...notice, headers: {}, raw: Buffer.from(message) }) ?? {};
}

async function confirm(address: string, region: string, { askAmazon }: AmazonParts): Promise<Proven> {
  const url = snsUrl(address, region);
  if (url?.searchParams.get("Action") !== "ConfirmSubscription") {
    return refused("foreign", "Its address of confirmation is not one of Amazon SNS.");
  }
  try {
    const { status } = await askAmazon(url);
    if (status < 300) return { is: "confirmed" };
    return refused("unreachable", `Amazon answered ${status} to the confirmation.`);
  } catch {
    return refused("unreachable", "Amazon could not be reached for the confirmation.");
  }
}
