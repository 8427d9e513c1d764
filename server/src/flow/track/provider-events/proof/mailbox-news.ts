import { bodyOf, fieldOf } from "./body.ts";
import { isSame, type Notice, type Proven, refused, unreadable } from "./proof.ts";

/**
 * Gmail through Pub/Sub (developers.google.com/workspace/gmail/api/guides/push): the address is its proof. All that a
 * forger of it could do is make us look into the mailbox sooner.
 */
export function provenByGmail(notice: Notice, mailbox: string): Proven {
  const body = bodyOf(notice) as { readonly message?: unknown } | undefined;
  const news = fieldOf(body?.message, "data");
  if (news === null) return unreadable;
  const raw = Buffer.from(news, "base64");
  const named = fieldOf(bodyOf({ ...notice, headers: {}, raw }), "emailAddress");
  if (named === null) return unreadable;
  return named.toLowerCase() === mailbox.toLowerCase()
    ? { is: "wake" }
    : refused("foreign", "It speaks of another mailbox.");
}

/** Microsoft Graph (learn.microsoft.com/graph/change-notifications-delivery-webhooks): each part carries `clientState`. */
export function provenByGraph(notice: Notice, clientState: string): Proven {
  const body = bodyOf(notice) as { readonly value?: unknown } | undefined;
  const parts: unknown = body?.value;
  if (!Array.isArray(parts) || parts.length === 0) return unreadable;
  const isOurs = parts.every((part) => isSame(fieldOf(part, "clientState") ?? "", clientState));
  return isOurs ? { is: "wake" } : refused("unsigned", "It came with another clientState.");
}
