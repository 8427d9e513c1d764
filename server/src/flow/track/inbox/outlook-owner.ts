import { foldersOfRules, type MailFolder } from "@haste/engine/track";
import { linkAt, listAt, textAt, wholeJson } from "./api-answers.ts";
import type { MailboxFolder } from "./api-mailbox.ts";
import type { MailboxApi } from "./ports.ts";

/** Each is one question whenever the mailbox is looked at: with 22 every 30 s, 440 of the 10,000 that Graph takes in ten minutes. */
const mostFolders = 20;

/** Well-known names hold in every language (Graph, "mailFolder resource type"). */
const inbox = "inbox";
const junk = "junkemail";
/** Below `syncissues` lie conflicts and failures; what Skype said lies in `conversationhistory`. */
const leftOutNames = [junk, "drafts", "sentitems", "outbox", "deleteditems", "conversationhistory", "syncissues"];

const headers = { prefer: 'IdType="ImmutableId"' };

/**
 * The inbox, the folders that rules may file mail to, and junk. Which folders the rules name is not asked: that would
 * take another consent (MailboxSettings.Read), and mail is filed by other programs, too.
 */
export async function foldersOf(api: MailboxApi): Promise<readonly MailboxFolder[]> {
  const leftOut = new Set<string>();
  for (const name of leftOutNames) {
    const id = await idOf(api, name);
    if (id !== null) leftOut.add(id);
  }
  const known = { inboxId: await idOf(api, inbox), leftOut };
  const filed = foldersOfRules(await listFolders(api), known, mostFolders);
  return [
    // Under no name of its own: mailboxes that were read before there were others go on where they were.
    { key: "", path: pathOf(inbox), isJunk: false },
    ...filed.map((id) => ({ key: id, path: pathOf(id), isJunk: false })),
    { key: junk, path: pathOf(junk), isJunk: true },
  ];
}

const pathOf = (name: string) => `/me/mailFolders/${encodeURIComponent(name)}`;

/** null: this mailbox has no such folder. */
async function idOf(api: MailboxApi, name: string): Promise<string | null> {
  const answer = await api.ask({ method: "GET", path: `${pathOf(name)}?$select=id`, headers, expects: [404] });
  return answer.status === 404 ? null : textAt(wholeJson(answer), "id");
}

/** All of them, however deep: a delta query lists them flat, a list of children one level. */
async function listFolders(api: MailboxApi): Promise<readonly MailFolder[]> {
  const folders: MailFolder[] = [];
  let question: string | null = "/me/mailFolders/delta?$select=displayName,parentFolderId";
  while (question !== null) {
    const told = wholeJson(await api.ask({ method: "GET", path: question, headers }));
    folders.push(...listAt(told, "value").flatMap(folderIn));
    question = linkAt(api, told, "@odata.nextLink");
  }
  return folders;
}

function folderIn(told: unknown): MailFolder[] {
  const id = textAt(told, "id");
  const name = textAt(told, "displayName");
  // What was taken away since the first page has no name.
  return id === null || name === null ? [] : [{ id, name, parentId: textAt(told, "parentFolderId") }];
}

/**
 * Every address under which the mailbox sends and gets mail: `mail` and `proxyAddresses`, where "smtp:" says that one is
 * an address of mail, in capitals the first of them (Graph, "user resource type"). The sign-in name (`userPrincipalName`)
 * by convention is one as well. Not `otherMails`: those are addresses elsewhere, from which this mailbox sends nothing.
 * Personal accounts keep no `proxyAddresses`; a consent from before `User.Read` was asked for, and whoever may not see
 * their own entry, is refused.
 */
export async function addressesOf(api: MailboxApi): Promise<ReadonlySet<string> | null> {
  const path = "/me?$select=mail,userPrincipalName,proxyAddresses";
  const answer = await api.ask({ method: "GET", path, expects: [400, 403, 404] });
  if (answer.status !== 200) return null;
  const told = wholeJson(answer);
  const proxies = listAt(told, "proxyAddresses").flatMap((one) => {
    const [, address] = (typeof one === "string" ? /^smtp:\s*(\S+)$/i.exec(one) : null) ?? [];
    return address ?? [];
  });
  const named = ["mail", "userPrincipalName"].flatMap((name) => textAt(told, name) ?? []);
  return new Set([...named, ...proxies].filter((one) => one.includes("@")).map((one) => one.toLowerCase()));
}
