import { type Heard, headerOf, headFaults, jsonBody, type Said, type Service, shapeFaults } from "./double.fixture.ts";
import { gmailService } from "./gmail.fixture.ts";

const me = "/gmail/v1/users/me";

/** What each question may say, by the rest of its path. */
const questions: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^\/profile$/, []],
  [/^\/settings\/sendAs$/, []],
  [/^\/history$/, ["startHistoryId", "maxResults", "historyTypes", "pageToken"]],
  [/^\/messages$/, ["q", "maxResults", "pageToken"]],
  [/^\/messages\/\w+$/, ["format", "fields"]],
  [/^\/threads\/\w+$/, ["format", "metadataHeaders"]],
];

interface Message {
  readonly id: string;
  readonly threadId: string;
  readonly labels: Set<string>;
  readonly raw: Buffer;
}

interface Change {
  readonly message: Message;
  /** null: it is new. */
  readonly labels: readonly string[] | null;
}

/** Fewer than are asked for, as Gmail does, so that pages are turned. */
const pageSize = 20;

/**
 * One mailbox at Gmail, as its API shows it. Assumed, not described: that a record of the history carries the labels of
 * its message, and that a history id which is too old is answered with 404 and nothing else.
 */
export class GmailMailbox {
  /** Addresses it may send as. */
  readonly aliases: string[] = [];
  readonly service: Service;
  readonly #messages = new Map<string, Message>();
  readonly #changes: Change[] = [];
  #forgotten = 0;
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
    this.service = {
      name: "gmail",
      faults: (heard) => (isMailboxQuestion(heard) ? questionFaults(heard) : gmailService.faults(heard)),
      isSend: gmailService.isSend,
      take: gmailService.take,
      answer: (heard, taken) => {
        if (isMailboxQuestion(heard)) return this.#answer(heard);
        return this.#byMessageId(heard) ?? gmailService.answer(heard, taken);
      },
    };
  }

  /** @param threadId of a mail that answers nothing, its own */
  deliver(
    raw: Buffer,
    { labels = ["INBOX", "UNREAD"], threadId }: { labels?: string[]; threadId?: string } = {},
  ): string {
    const id = (0x18c0_0000 + this.#messages.size).toString(16);
    const message = { id, threadId: threadId ?? id, labels: new Set(labels), raw };
    this.#messages.set(id, message);
    this.#changes.push({ message, labels: null });
    return id;
  }

  label(id: string, { add = [], remove = [] }: { add?: readonly string[]; remove?: readonly string[] }): void {
    const message = this.#messages.get(id);
    if (message === undefined) throw new Error(`There is no mail ${id}.`);
    for (const label of remove) message.labels.delete(label);
    for (const label of add) message.labels.add(label);
    this.#changes.push({ message, labels: add });
  }

  ids(): string[] {
    return [...this.#messages.keys()];
  }

  labels(): string[][] {
    return [...this.#messages.values()].map((message) => [...message.labels]);
  }

  /** What has changed so far is told no more. */
  forget(): void {
    this.#forgotten = this.#changes.length + 1;
    this.#changes.push({ message: [...this.#messages.values()][0] as Message, labels: [] });
  }

  #answer(heard: Heard): Said {
    const path = heard.path.slice(me.length);
    if (path === "/watch") {
      return {
        status: 200,
        body: { historyId: this.#historyId(), expiration: String(this.#now().getTime() + 7 * 86_400_000) },
      };
    }
    if (path === "/profile") return { status: 200, body: { emailAddress: "me", historyId: this.#historyId() } };
    if (path === "/settings/sendAs") {
      return { status: 200, body: { sendAs: this.aliases.map((sendAsEmail) => ({ sendAsEmail })) } };
    }
    if (path === "/history") return this.#history(heard);
    if (path === "/messages") return this.#list(heard);
    const [, kind, id = ""] = path.split("/");
    return kind === "threads" ? this.#thread(id) : this.#message(heard, id);
  }

  #historyId(): string {
    return String(1_000 + this.#changes.length);
  }

  #history({ query }: Heard): Said {
    const start = Number(query.get("startHistoryId")) - 1_000;
    if (start < this.#forgotten) return notFound;
    const from = Number(query.get("pageToken") ?? start);
    const history = this.#changes.slice(from, from + pageSize).map(({ message, labels }, index) => {
      const { id, threadId } = message;
      const shown = { id, threadId, labelIds: [...message.labels] };
      const change =
        labels === null
          ? { messagesAdded: [{ message: shown }] }
          : { labelsAdded: [{ message: shown, labelIds: labels }] };
      return { id: String(1_001 + from + index), messages: [{ id, threadId }], ...change };
    });
    const isLast = from + pageSize >= this.#changes.length;
    const next = isLast ? {} : { nextPageToken: String(from + pageSize) };
    return {
      status: 200,
      body: { ...(history.length === 0 ? {} : { history }), historyId: this.#historyId(), ...next },
    };
  }

  /** The newest first, without spam and trash; of the words of a search, only those we use. */
  #list({ query }: Heard): Said {
    const left = new Set(["SENT", "DRAFT", "CHAT", "SPAM", "TRASH"]);
    const all = [...this.#messages.values()].filter(({ labels }) => labels.isDisjointFrom(left)).toReversed();
    const from = Number(query.get("pageToken") ?? 0);
    const messages = all.slice(from, from + pageSize).map(({ id, threadId }) => ({ id, threadId }));
    const next = from + pageSize < all.length ? { nextPageToken: String(from + pageSize) } : {};
    return { status: 200, body: { messages, resultSizeEstimate: all.length, ...next } };
  }

  /** Wherever it lies; null: it is not here, and may have been sent. */
  #byMessageId({ query }: Heard): Said | null {
    const wanted = query.get("q")?.replace("rfc822msgid:", "");
    const found = [...this.#messages.values()].find(({ raw }) => headerOf(raw, "Message-ID") === `<${wanted}>`);
    if (found === undefined) return null;
    return { status: 200, body: { messages: [{ id: found.id, threadId: found.threadId }], resultSizeEstimate: 1 } };
  }

  #thread(id: string): Said {
    const all = [...this.#messages.values()].filter(({ threadId }) => threadId === id);
    if (all.length === 0) return notFound;
    const messages = all.map(({ id: name, raw }) => ({
      id: name,
      payload: { headers: [{ name: "Message-ID", value: headerOf(raw, "Message-ID") }] },
    }));
    return { status: 200, body: { id, messages } };
  }

  #message({ query }: Heard, id: string): Said {
    const message = this.#messages.get(id);
    if (message === undefined) return notFound;
    const { threadId, labels, raw } = message;
    if (query.get("format") === "raw") return { status: 200, body: { raw: raw.toString("base64url") } };
    const internalDate = String(this.#now().getTime());
    return { status: 200, body: { id, threadId, labelIds: [...labels], sizeEstimate: raw.length, internalDate } };
  }
}

const notFound: Said = {
  status: 404,
  body: { error: { code: 404, message: "Requested entity was not found.", status: "NOT_FOUND" } },
};

function isMailboxQuestion({ method, path, query }: Heard): boolean {
  if (method === "POST") return path === `${me}/watch`;
  return !(query.get("q") ?? "").startsWith("rfc822msgid:");
}

function questionFaults(heard: Heard): string[] {
  const authorization = /^Bearer \S+$/;
  if (heard.method === "POST") {
    const faults = shapeFaults(jsonBody(heard), { topicName: "string" }, "watch");
    return [...faults, ...headFaults(heard, { type: /^application\/json$/, authorization })];
  }
  const known = questions.find(([path]) => path.test(heard.path.slice(me.length)));
  if (known === undefined) return [`${heard.method} ${heard.path} is unknown`];
  const unknown = [...heard.query.keys()].filter((name) => !known[1].includes(name));
  return [
    ...unknown.map((name) => `the parameter ${name} is unknown`),
    ...headFaults(heard, { type: null, authorization }),
  ];
}
