import { jsonOf, textAt } from "../providers/index.ts";
import { type AskMailbox, type FoundMail, mostOctets, type Tab } from "./mailbox.ts";

/** Names that stay when a mail is moved while it is read. */
const headers = { prefer: 'IdType="ImmutableId"' };
/** Well-known names of folders: https://learn.microsoft.com/graph/api/resources/mailfolder */
const folders = [
  { placement: "inbox", name: "inbox", folder: "INBOX" },
  { placement: "spam", name: "junkemail", folder: "Junk Email" },
] as const;
/** `inferenceClassification`: https://learn.microsoft.com/graph/api/resources/manage-focused-inbox */
const tabOf: ReadonlyMap<string, Tab> = new Map([
  ["focused", "focused"],
  ["other", "other"],
]);

export async function findAtOutlook(ask: AskMailbox, messageId: string): Promise<FoundMail | null> {
  const name = `<${messageId.replace(/^<|>$/g, "")}>`.replaceAll("'", "''");
  const filter = encodeURIComponent(`internetMessageId eq '${name}'`);
  const query = `$filter=${filter}&$select=id,inferenceClassification&$top=1`;
  for (const { placement, name: place, folder } of folders) {
    const listed = await ask({ path: `/me/mailFolders/${place}/messages?${query}`, headers });
    const found = listed === null ? null : jsonOf(listed);
    const id = textAt(found, "value", 0, "id");
    if (id === null) continue;
    const path = `/me/messages/${encodeURIComponent(id)}/$value`;
    const source = await ask({ path, headers: { ...headers, accept: "text/plain, */*" }, mostOctets });
    if (source === null) continue;
    const tab =
      placement === "spam" ? null : (tabOf.get(textAt(found, "value", 0, "inferenceClassification") ?? "") ?? null);
    return { placement, folder, tab, mail: { source: source.bytes, isWhole: source.end === "whole" } };
  }
  return null;
}
