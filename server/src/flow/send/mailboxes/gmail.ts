import { jsonOf, textAt } from "../providers/index.ts";
import { type AskMailbox, beginningOctets, type FoundMail, mostOctets, type Tab } from "./mailbox.ts";

const messages = "/gmail/v1/users/me/messages";
/** Labels that Gmail sets by itself, one a mail: https://developers.google.com/workspace/gmail/api/guides/labels */
const tabOf: ReadonlyMap<string, Tab> = new Map([
  ["CATEGORY_PERSONAL", "primary"],
  ["CATEGORY_PROMOTIONS", "promotions"],
  ["CATEGORY_SOCIAL", "social"],
  ["CATEGORY_UPDATES", "updates"],
  ["CATEGORY_FORUMS", "forums"],
]);

export async function findAtGmail(ask: AskMailbox, messageId: string): Promise<FoundMail | null> {
  const query = new URLSearchParams({ q: `rfc822msgid:${bare(messageId)}`, maxResults: "1", includeSpamTrash: "true" });
  const listed = await ask({ path: `${messages}?${query}` });
  const id = listed === null ? null : textAt(jsonOf(listed), "messages", 0, "id");
  if (id === null) return null;
  const path = `${messages}/${encodeURIComponent(id)}`;
  const shown = await ask({ path: `${path}?format=minimal` });
  const { labelIds, sizeEstimate } = (shown === null ? {} : jsonOf(shown)) as {
    labelIds?: unknown;
    sizeEstimate?: unknown;
  };
  const labels: readonly unknown[] = Array.isArray(labelIds) ? labelIds : [];
  const placement = labels.includes("SPAM") ? "spam" : "inbox";
  // Archived by a rule of its owner, or thrown away: it lies where nobody of ours looks.
  if (placement === "inbox" && !labels.includes("INBOX")) return null;
  const isLarge = typeof sizeEstimate === "number" && sizeEstimate > mostOctets;
  const source = await sourceAt(ask, path, isLarge ? beginningOctets : mostOctets);
  if (source === null) return null;
  const tab = placement === "spam" ? null : (labels.flatMap((label) => tabOf.get(String(label)) ?? [])[0] ?? null);
  return { placement, folder: placement === "spam" ? "Spam" : "INBOX", tab, mail: source };
}

/** Four characters for three octets, and some room: the size is an estimate. */
async function sourceAt(ask: AskMailbox, path: string, octets: number): Promise<FoundMail["mail"] | null> {
  const answer = await ask({ path: `${path}?format=raw&fields=raw`, mostOctets: octets * 1.5 });
  const raw = answer === null ? undefined : /"raw"\s*:\s*"([\w=-]*)/.exec(answer.bytes.toString("latin1"))?.[1];
  if (answer === null || raw === undefined) return null;
  return { source: Buffer.from(raw, "base64url"), isWhole: answer.end === "whole" };
}

function bare(messageId: string): string {
  return messageId.replace(/^<|>$/g, "");
}
