import { cameFromOutside } from "@haste/engine/track";
import { inWorkspace } from "../../../platform/db/index.ts";
import { at, listAt, textAt, wholeJson } from "./api-answers.ts";
import type { ApiMailbox, ArrivedMail, MailSource, NewsOptions, NewsPage } from "./api-mailbox.ts";
import type { MailboxJob } from "./mailbox-session.ts";
import type { MailboxApi } from "./ports.ts";
import { readWatch, writeWatch } from "./queries.ts";

const me = "/gmail/v1/users/me";

/** A mailbox seen for the first time, or one that forgot, is read back this far; older mail answers nothing of ours. */
const mostBackFill = 500;
const mostRescan = 2_000;
const pageSize = 100;
/** Bigger mails are read by their beginning, where the header and what somebody wrote stand. */
const mostWholeOctets = 25 * 1024 * 1024;
const beginningOctets = 256 * 1024;

/**
 * Gmail's API. All mail is read, not the inbox alone: who files replies away by a filter still got them. What changed is
 * asked by history id, which Google keeps for about a week ("Synchronize clients with Gmail").
 */
export const gmailMailbox: ApiMailbox = {
  folders: async () => [{ key: "", path: me, isJunk: false }],
  async *news(api, _folder, options) {
    if (options.position !== null) {
      const isKnown = yield* changesSince(api, options.position);
      if (isKnown) return;
      options.onExpired();
    }
    yield* backFill(api, options);
  },
  fetch: fetchMail,
  async messageIds(api, conversation) {
    const query = new URLSearchParams({ format: "metadata", metadataHeaders: "Message-ID" });
    const path = `${me}/threads/${encodeURIComponent(conversation)}?${query}`;
    const answer = await api.ask({ method: "GET", path, expects: [404] });
    if (answer.status === 404) return [];
    const headers = listAt(wholeJson(answer), "messages").flatMap((message) => listAt(message, "payload", "headers"));
    return headers.flatMap((header) =>
      /^message-id$/i.test(textAt(header, "name") ?? "") ? (textAt(header, "value") ?? []) : [],
    );
  },
  async addresses(api) {
    // Who may read the mail need not be let in to the settings.
    const answer = await api.ask({ method: "GET", path: `${me}/settings/sendAs`, expects: [403] });
    if (answer.status === 403) return null;
    const addresses = listAt(wholeJson(answer), "sendAs").flatMap((one) => textAt(one, "sendAsEmail") ?? []);
    return new Set(addresses.map((address) => address.toLowerCase()));
  },
  watch,
};

/** Returns false where Google no longer knows what changed since. */
async function* changesSince(api: MailboxApi, position: string): AsyncGenerator<NewsPage, boolean> {
  let pageToken: string | null = null;
  do {
    const query = new URLSearchParams({ startHistoryId: position, maxResults: String(pageSize) });
    for (const type of ["messageAdded", "labelAdded"]) query.append("historyTypes", type);
    if (pageToken !== null) query.set("pageToken", pageToken);
    const answer = await api.ask({ method: "GET", path: `${me}/history?${query}`, expects: [404] });
    if (answer.status === 404) return false;
    const told = wholeJson(answer);
    const records = listAt(told, "history");
    pageToken = textAt(told, "nextPageToken");
    const reached = pageToken === null ? textAt(told, "historyId") : textAt(records.at(-1), "id");
    yield { mails: records.flatMap(arrivedIn), position: reached };
  } while (pageToken !== null);
  return true;
}

function arrivedIn(record: unknown): ArrivedMail[] {
  const added = listAt(record, "messagesAdded").map((one) => at(one, "message"));
  // Taken out of spam or trash, or put back into the inbox: news like a mail that has just come.
  const back = listAt(record, "labelsAdded").filter((one) => listAt(one, "labelIds").includes("INBOX"));
  return [...added, ...back.map((one) => at(one, "message"))]
    .filter((message) => cameFromOutside(labelsOf(message)))
    .flatMap(arrived);
}

function labelsOf(message: unknown): string[] {
  return listAt(message, "labelIds").filter((label) => typeof label === "string");
}

function arrived(message: unknown): ArrivedMail[] {
  const id = textAt(message, "id");
  const thread = textAt(message, "threadId");
  // The first mail of a conversation gives it its name.
  return id === null ? [] : [{ id, conversation: thread === id ? null : thread, receivedAt: null }];
}

/** The oldest first; the position, asked for before, is reached only when all are recorded. */
async function* backFill(api: MailboxApi, { position }: NewsOptions): AsyncGenerator<NewsPage> {
  const profile = wholeJson(await api.ask({ method: "GET", path: `${me}/profile` }));
  const most = position === null ? mostBackFill : mostRescan;
  const found: ArrivedMail[] = [];
  let pageToken: string | null = null;
  do {
    // Spam and trash are left out unless asked for.
    const query = new URLSearchParams({
      q: "newer_than:30d -in:sent -in:drafts -in:chats",
      maxResults: String(pageSize),
    });
    if (pageToken !== null) query.set("pageToken", pageToken);
    const told = wholeJson(await api.ask({ method: "GET", path: `${me}/messages?${query}` }));
    found.push(...listAt(told, "messages").flatMap(arrived));
    pageToken = textAt(told, "nextPageToken");
  } while (pageToken !== null && found.length < most);
  const mails = found.slice(0, most).toReversed();
  for (let first = 0; first < mails.length; first += pageSize) {
    yield { mails: mails.slice(first, first + pageSize), position: null };
  }
  yield { mails: [], position: textAt(profile, "historyId") };
}

async function fetchMail(api: MailboxApi, { id }: ArrivedMail): Promise<MailSource | null> {
  const path = `${me}/messages/${encodeURIComponent(id)}`;
  const first = await api.ask({ method: "GET", path: `${path}?format=minimal`, expects: [404] });
  if (first.status === 404) return null;
  const message = wholeJson(first);
  if (!cameFromOutside(labelsOf(message))) return null;
  const size = at(message, "sizeEstimate");
  const isCut = typeof size === "number" && size > mostWholeOctets;
  // Four characters for three octets, and some room: the size is an estimate.
  const mostOctets = (isCut ? beginningOctets : mostWholeOctets + beginningOctets) * 1.5;
  const answer = await api.ask({ method: "GET", path: `${path}?format=raw&fields=raw`, expects: [404], mostOctets });
  if (answer.status === 404) return null;
  const raw = /"raw"\s*:\s*"([\w=-]*)/.exec(answer.bytes.toString("latin1"))?.[1];
  if (raw === undefined) throw new Error("Gmail's answer holds no mail.");
  const received = Number(textAt(message, "internalDate") ?? Number.NaN);
  return {
    source: Buffer.from(raw, "base64url"),
    isCut: !answer.isWhole,
    conversation: arrived(message)[0]?.conversation ?? null,
    receivedAt: Number.isNaN(received) ? null : new Date(received),
  };
}

/** Google wants to be asked once a day; a watch ends by itself after seven. */
const renewBeforeMs = 6 * 86_400_000;

async function watch(api: MailboxApi, { parts, account }: MailboxJob): Promise<Date | null> {
  const topic = parts.gmailTopic ?? null;
  if (topic === null) return null;
  const { workspaceId, accountId } = account;
  const now = parts.clock.machineNow();
  const until = await inWorkspace(parts.database, workspaceId, (tx) => readWatch(tx, accountId));
  if (until !== null && until.getTime() - renewBeforeMs > now.getTime()) return until;
  const answer = await api.ask({
    method: "POST",
    path: `${me}/watch`,
    body: { topicName: topic },
    expects: [400, 403, 404],
  });
  const renewed = Number(textAt(answer.status === 200 ? wholeJson(answer) : null, "expiration") ?? Number.NaN);
  if (Number.isNaN(renewed)) {
    // The topic is the operator's to mend: the mailbox is read all the same, by asking.
    parts.log.warn({ accountId, topic, status: answer.status }, "Gmail does not publish to this topic");
    return until !== null && until > now ? until : null;
  }
  const next = new Date(renewed);
  await inWorkspace(parts.database, workspaceId, (tx) => writeWatch(tx, { accountId, until: next, at: now }));
  return next;
}
