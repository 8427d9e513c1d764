import { type Heard, headerOf, headFaults, type Said, type Service } from "./double.fixture.ts";
import { outlookService } from "./outlook.fixture.ts";

const delta = "/v1.0/me/mailFolders/inbox/messages/delta";
const messages = "/v1.0/me/messages";
/** A folder asked for one mail. */
const ofFolder = /^\/v1\.0\/me\/mailFolders\/(inbox|junkemail)\/messages$/;
const value = /^\/v1\.0\/me\/messages\/([\w-]+)\/\$value$/;

interface Message {
  readonly id: string;
  readonly conversationId: string;
  readonly raw: Buffer;
  readonly folder: "inbox" | "sentitems" | "drafts" | "junkemail";
  readonly inferenceClassification: "focused" | "other";
  isRead: boolean;
}

const pageSize = 20;

/**
 * One mailbox at Microsoft Graph. Assumed, not described: the names of the tokens in links, that a filter goes on to hold
 * behind them, and that a state which is too old is answered with 410.
 */
export class OutlookMailbox {
  readonly service: Service;
  readonly #messages: Message[] = [];
  /** What changed in the inbox, in order. */
  readonly #changes: Message[] = [];
  /** Tokens of an earlier epoch are known no more. */
  #epoch = 1;
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
    this.service = {
      name: "outlook",
      faults: (heard) => (isMailboxQuestion(heard) ? questionFaults(heard) : outlookService.faults(heard)),
      isSend: outlookService.isSend,
      take: outlookService.take,
      answer: (heard, taken) => (isMailboxQuestion(heard) ? this.#answer(heard) : outlookService.answer(heard, taken)),
    };
  }

  deliver(
    raw: Buffer,
    {
      folder = "inbox" as Message["folder"],
      conversationId = "",
      inferenceClassification = "focused" as Message["inferenceClassification"],
    } = {},
  ): string {
    const id = `AAkALg-${this.#messages.length}`;
    const message = {
      id,
      conversationId: conversationId || `c-${id}`,
      raw,
      folder,
      inferenceClassification,
      isRead: false,
    };
    this.#messages.push(message);
    if (folder === "inbox") this.#changes.push(message);
    return id;
  }

  /** Somebody marks mails of the inbox; each is told again. */
  touch(indexes: readonly number[]): void {
    const inbox = this.#messages.filter(({ folder }) => folder === "inbox");
    for (const index of indexes) this.#changes.push(inbox[index] as Message);
  }

  areRead(): boolean[] {
    return this.#messages.map((message) => message.isRead);
  }

  /** What was told so far is known no more. */
  forget(): void {
    this.#epoch += 1;
  }

  #answer(heard: Heard): Said {
    const [, id] = value.exec(heard.path) ?? [];
    if (id !== undefined) return this.#source(id);
    const [, folder] = ofFolder.exec(heard.path) ?? [];
    if (folder !== undefined) return this.#inFolder(heard, folder);
    return heard.path === delta ? this.#delta(heard) : this.#conversation(heard);
  }

  #delta({ query }: Heard): Said {
    const token = query.get("$skiptoken") ?? query.get("$deltatoken");
    const [epoch = this.#epoch, from = 0] = token === null ? [] : token.split(".").map(Number);
    if (epoch !== this.#epoch) {
      return {
        status: 410,
        body: { error: { code: "SyncStateNotFound", message: "The sync state generation is not found." } },
      };
    }
    // Of a mail that changed again only its last state is told, at its last place.
    const told = [...new Set(this.#changes.slice(from, from + pageSize))];
    const reached = Math.min(from + pageSize, this.#changes.length);
    const isLast = reached === this.#changes.length;
    const name = isLast ? "deltatoken" : "skiptoken";
    // At its own address, whatever it was asked under.
    const link = `https://graph.microsoft.com${delta}?$${name}=${this.#epoch}.${reached}`;
    const shown = told.map(({ id, conversationId }) => ({
      "@odata.etag": 'W/"x"',
      ...{ id, conversationId, isDraft: false, receivedDateTime: this.#now().toISOString() },
    }));
    const removed =
      from === 0 && this.#changes.length > 0 ? [{ id: "AAkALg-gone", "@removed": { reason: "deleted" } }] : [];
    return {
      status: 200,
      body: { value: [...removed, ...shown], [isLast ? "@odata.deltaLink" : "@odata.nextLink"]: link },
    };
  }

  #source(id: string): Said {
    const message = this.#messages.find((one) => one.id === id);
    if (message === undefined)
      return { status: 404, body: { error: { code: "ErrorItemNotFound", message: "Not found." } } };
    return { status: 200, headers: { "content-type": "text/plain" }, body: message.raw };
  }

  #inFolder({ query }: Heard, folder: string): Said {
    const wanted = /'(<.+>)'/.exec(query.get("$filter") ?? "")?.[1];
    const found = this.#messages.filter((one) => one.folder === folder && headerOf(one.raw, "Message-ID") === wanted);
    const shown = found.map(({ id, inferenceClassification }) => ({ id, inferenceClassification }));
    return { status: 200, body: { value: shown } };
  }

  #conversation({ query }: Heard): Said {
    const wanted = /^conversationId eq '(.*)'$/.exec(query.get("$filter") ?? "")?.[1]?.replaceAll("''", "'");
    const found = this.#messages.filter((message) => message.conversationId === wanted);
    const shown = found.map(({ id, raw }) => ({ id, internetMessageId: headerOf(raw, "Message-ID") }));
    return { status: 200, body: { value: shown } };
  }
}

function isMailboxQuestion({ method, path, query }: Heard): boolean {
  if (method !== "GET") return false;
  return (
    path === delta ||
    value.test(path) ||
    ofFolder.test(path) ||
    (path === messages && /^conversationId/.test(query.get("$filter") ?? ""))
  );
}

function filterOf(path: string): RegExp {
  if (path === delta) return /^receivedDateTime ge \d{4}-\d\d-\d\dT[\d:]{8}Z$/;
  return ofFolder.test(path) ? /^internetMessageId eq '<[^']+>'$/ : /^conversationId eq '(?:[^']|'')+'$/;
}

const links = new Set(["$deltatoken", "$skiptoken"]);

function questionFaults(heard: Heard): string[] {
  const { path, query, headers } = heard;
  const names = [...query.keys()];
  const isLink = names.some((name) => links.has(name));
  const allowed = new Set(path === delta ? ["$select", "$filter"] : ["$select", "$filter", "$top"]);
  const filter = filterOf(path);
  const isFilter = isLink || value.test(path) || filter.test(query.get("$filter") ?? "");
  return [
    ...(isLink && names.length > 1 ? ["a link is asked as it was given"] : []),
    ...(isLink ? [] : names.filter((name) => !allowed.has(name)).map((name) => `the parameter ${name} is unknown`)),
    ...(isFilter ? [] : ["$filter is malformed"]),
    ...(/IdType="ImmutableId"/.test(String(headers.prefer)) ? [] : ["ids would change when a mail is moved"]),
    ...headFaults(heard, { type: null, authorization: /^Bearer \S+$/ }),
  ];
}
