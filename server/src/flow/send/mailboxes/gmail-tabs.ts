import type { ImapFlow } from "imapflow";
import type { Tab } from "./mailbox.ts";

/** In the order in which Gmail shows them; what is in none of them is in the first. */
const tabs = ["promotions", "social", "updates", "forums", "primary"] as const satisfies readonly Tab[];

/**
 * Under which tab Gmail shows a mail of the open folder, by the search of its web page (X-GM-RAW; X-GM-LABELS does not name
 * tabs): https://developers.google.com/workspace/gmail/imap/imap-extensions. null: another server, or tabs are off.
 */
export async function gmailTabOf(client: Pick<ImapFlow, "capabilities" | "search">, uid: number): Promise<Tab | null> {
  if (!client.capabilities.has("X-GM-EXT-1")) return null;
  for (const tab of tabs) {
    const found = await client.search({ uid: String(uid), gmraw: `category:${tab}` }, { uid: true });
    if (Array.isArray(found) && found.includes(uid)) return tab;
  }
  return null;
}
