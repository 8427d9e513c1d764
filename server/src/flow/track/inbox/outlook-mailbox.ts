import { DAY_MS } from "@haste/engine/base";
import { at, linkAt, listAt, textAt, wholeJson } from "./api-answers.ts";
import type { ApiMailbox, ArrivedMail, NewsOptions, NewsPage } from "./api-mailbox.ts";
import { addressesOf, foldersOf } from "./outlook-owner.ts";
import type { MailboxAnswer, MailboxApi } from "./ports.ts";

/** Older mail answers nothing of ours; Graph itself tells 5,000 mails of a filtered folder at most. */
const backFillDays = 30;
const pageSize = 50;
const mostWholeOctets = 25 * 1024 * 1024;
const beginningOctets = 256 * 1024;

/** Names that stay when a mail is moved to another folder. */
const immutable = 'IdType="ImmutableId"';
const headers = { prefer: immutable };

/**
 * Microsoft Graph: each folder by delta query, since none tells of the whole mailbox. A page gives the address of the next
 * question, and that address is the folder's position. A mail that is moved keeps its name, so it is not read again.
 */
export const outlookMailbox: ApiMailbox = {
  folders: foldersOf,
  async *news(api, folder, options) {
    if (options.position !== null) {
      const isKnown = yield* pagesFrom(api, options.position);
      if (isKnown) return;
      options.onExpired();
    }
    yield* pagesFrom(api, firstQuestion(folder.path, options));
  },
  async fetch(api, { id, conversation, receivedAt }) {
    const answer = await api.ask({
      method: "GET",
      path: `/me/messages/${encodeURIComponent(id)}/$value`,
      headers: { ...headers, accept: "text/plain, */*" },
      expects: [404],
      mostOctets: mostWholeOctets,
    });
    if (answer.status === 404) return null;
    const { bytes, isWhole } = answer;
    const source = isWhole ? bytes : bytes.subarray(0, beginningOctets);
    return { source, isCut: !isWhole, conversation, receivedAt };
  },
  async messageIds(api, conversation) {
    const filter = encodeURIComponent(`conversationId eq '${conversation.replaceAll("'", "''")}'`);
    const path = `/me/messages?$filter=${filter}&$select=internetMessageId&$top=50`;
    const told = wholeJson(await api.ask({ method: "GET", path, headers }));
    return listAt(told, "value").flatMap((message) => textAt(message, "internetMessageId") ?? []);
  },
  addresses: addressesOf,
  // A subscription is the affair of whoever answers its calls: it wants an address of ours and a secret.
  watch: async () => null,
};

function firstQuestion(path: string, { now }: NewsOptions): string {
  const since = new Date(now.getTime() - backFillDays * DAY_MS).toISOString().replace(/\.\d+Z$/, "Z");
  const filter = encodeURIComponent(`receivedDateTime ge ${since}`);
  return `${path}/messages/delta?$select=conversationId,isDraft,receivedDateTime&$filter=${filter}`;
}

/** Returns false where Graph no longer knows what changed since. */
async function* pagesFrom(api: MailboxApi, first: string): AsyncGenerator<NewsPage, boolean> {
  let question: string | null = first;
  while (question !== null) {
    const prefer = `${immutable}, odata.maxpagesize=${pageSize}`;
    const answer: MailboxAnswer = await api.ask({
      method: "GET",
      path: question,
      headers: { prefer },
      expects: [400, 404, 410],
    });
    if (answer.status !== 200) {
      if (isExpired(answer)) return false;
      throw new Error(`HTTP ${answer.status} ${textAt(wholeJson(answer), "error", "message") ?? ""}`.trim());
    }
    const told = wholeJson(answer);
    const next = linkAt(api, told, "@odata.nextLink");
    yield { mails: listAt(told, "value").flatMap(arrived), position: next ?? linkAt(api, told, "@odata.deltaLink") };
    question = next;
  }
  return true;
}

/** 410, or one of the codes with which Exchange says that it forgot. */
function isExpired(answer: MailboxAnswer): boolean {
  if (answer.status === 410) return true;
  const code = textAt(wholeJson(answer), "error", "code") ?? "";
  return /^(?:SyncState(?:NotFound|Invalid)|ResyncRequired)$/i.test(code);
}

function arrived(message: unknown): ArrivedMail[] {
  const id = textAt(message, "id");
  const isNews = at(message, "@removed") === undefined && at(message, "isDraft") !== true;
  const received = Date.parse(textAt(message, "receivedDateTime") ?? "");
  const receivedAt = Number.isNaN(received) ? null : new Date(received);
  return id === null || !isNews ? [] : [{ id, conversation: textAt(message, "conversationId"), receivedAt }];
}
