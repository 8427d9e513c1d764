import { type Heard, headerOf, headFaults, type Said, type Service } from "./double.fixture.ts";
import { outlookService } from "./outlook.fixture.ts";

const me = "/v1.0/me";
const folderList = "/v1.0/me/mailFolders/delta";
const oneFolder = /^\/v1\.0\/me\/mailFolders\/([\w-]+)$/;
const delta = /^\/v1\.0\/me\/mailFolders\/([\w-]+)\/messages\/delta$/;
const messages = "/v1.0/me/messages";
/** A folder asked for one mail. */
const ofFolder = /^\/v1\.0\/me\/mailFolders\/(inbox|junkemail)\/messages$/;
const value = /^\/v1\.0\/me\/messages\/([\w-]+)\/\$value$/;

interface Message {
  readonly id: string;
  readonly conversationId: string;
  readonly raw: Buffer;
  readonly folder: string;
  readonly inferenceClassification: "focused" | "other";
  isRead: boolean;
}

interface Folder {
  readonly id: string;
  readonly displayName: string;
  readonly parentFolderId: string;
}

/** By their well-known names; a mailbox opened in another language shows them under others. */
const wellKnown = ["inbox", "junkemail", "drafts", "sentitems", "outbox", "deleteditems"];
const root = "f-root";

const pageSize = 20;

/**
 * One mailbox at Microsoft Graph. Assumed, not described: the names of the tokens in links, that a filter goes on to hold
 * behind them, and that a state which is too old is answered with 410.
 */
export class OutlookMailbox {
  readonly service: Service;
  /** What the directory says of its owner; null: the consent does not reach so far. */
  owner: object | null = { mail: null, userPrincipalName: null };
  readonly #messages: Message[] = [];
  readonly #folders: Folder[] = wellKnown.map((name) => ({
    id: `f-${name}`,
    displayName: `Ordner ${name}`,
    parentFolderId: root,
  }));
  /** What changed, in order. */
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
      folder = "inbox",
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
    this.#changes.push(message);
    return id;
  }

  /** Somebody, or a rule, puts a mail elsewhere: it keeps its id, and is told there as one that came. */
  move(id: string, folder: string): void {
    const at = this.#messages.findIndex((message) => message.id === id);
    const moved = { ...(this.#messages[at] as Message), folder };
    this.#messages[at] = moved;
    this.#changes.push(moved);
  }

  /** Somebody makes a folder. */
  addFolder(name: string, below = root): string {
    const id = `f-own-${this.#folders.length}`;
    this.#folders.push({ id, displayName: name, parentFolderId: below });
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
    if (heard.path === me) return this.#owner();
    if (heard.path === folderList) return this.#listFolders(heard);
    const [, asked] = ofFolder.exec(heard.path) ?? [];
    if (asked !== undefined) return this.#inFolder(heard, asked);
    const [, name = ""] = oneFolder.exec(heard.path) ?? [];
    if (name !== "") return this.#folder(name);
    const [, place] = delta.exec(heard.path) ?? [];
    return place === undefined ? this.#conversation(heard) : this.#delta(heard, place);
  }

  #owner(): Said {
    if (this.owner !== null) return { status: 200, body: this.owner };
    return {
      status: 403,
      body: { error: { code: "Authorization_RequestDenied", message: "Insufficient privileges." } },
    };
  }

  #folder(name: string): Said {
    const found = this.#folders.find(({ id }) => id === name || id === `f-${name}`);
    if (found === undefined) return notFound;
    return { status: 200, body: { id: found.id } };
  }

  /** In pages, the folders that lie deepest first: nothing says in which order they come. */
  #listFolders({ query }: Heard): Said {
    const from = Number(query.get("$skiptoken") ?? 0);
    const shown = this.#folders.toReversed().slice(from, from + pageSize);
    const isLast = from + pageSize >= this.#folders.length;
    const link = isLast ? "@odata.deltaLink" : "@odata.nextLink";
    const token = isLast ? "$deltatoken=x" : `$skiptoken=${from + pageSize}`;
    return { status: 200, body: { value: shown, [link]: `https://graph.microsoft.com${folderList}?${token}` } };
  }

  #delta({ query, path }: Heard, place: string): Said {
    const token = query.get("$skiptoken") ?? query.get("$deltatoken");
    const [epoch = this.#epoch, from = 0] = token === null ? [] : token.split(".").map(Number);
    if (epoch !== this.#epoch) {
      return {
        status: 410,
        body: { error: { code: "SyncStateNotFound", message: "The sync state generation is not found." } },
      };
    }
    // Of a mail that changed again only its last state is told, at its last place.
    const changes = this.#changes.filter(({ folder }) => folder === place);
    const told = [...new Set(changes.slice(from, from + pageSize))];
    const reached = Math.min(from + pageSize, changes.length);
    const isLast = reached === changes.length;
    const name = isLast ? "deltatoken" : "skiptoken";
    // At its own address, whatever it was asked under.
    const link = `https://graph.microsoft.com${path}?$${name}=${this.#epoch}.${reached}`;
    const shown = told.map(({ id, conversationId }) => ({
      "@odata.etag": 'W/"x"',
      ...{ id, conversationId, isDraft: false, receivedDateTime: this.#now().toISOString() },
    }));
    const removed = from === 0 && changes.length > 0 ? [{ id: "AAkALg-gone", "@removed": { reason: "deleted" } }] : [];
    return {
      status: 200,
      body: { value: [...removed, ...shown], [isLast ? "@odata.deltaLink" : "@odata.nextLink"]: link },
    };
  }

  #source(id: string): Said {
    const message = this.#messages.find((one) => one.id === id);
    if (message === undefined) return notFound;
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

const notFound = { status: 404, body: { error: { code: "ErrorItemNotFound", message: "Not found." } } };

function isMailboxQuestion({ method, path, query }: Heard): boolean {
  if (method !== "GET") return false;
  const isFixed = path === me || path === folderList;
  const isFolder = oneFolder.test(path) || delta.test(path);
  return (
    isFixed ||
    isFolder ||
    value.test(path) ||
    ofFolder.test(path) ||
    (path === messages && /^conversationId/.test(query.get("$filter") ?? ""))
  );
}

const links = new Set(["$deltatoken", "$skiptoken"]);

/** What each question may say, and what its filter has to look like, where it has one. */
const questions: readonly { readonly path: RegExp; readonly names: readonly string[]; readonly filter?: RegExp }[] = [
  { path: value, names: [] },
  { path: /^\/v1\.0\/me$/, names: ["$select"] },
  // The list's own name looks like a folder's.
  { path: oneFolder, names: ["$select"] },
  { path: delta, names: ["$select", "$filter"], filter: /^receivedDateTime ge \d{4}-\d\d-\d\dT[\d:]{8}Z$/ },
  { path: ofFolder, names: ["$select", "$filter", "$top"], filter: /^internetMessageId eq '<[^']+>'$/ },
  {
    path: /^\/v1\.0\/me\/messages$/,
    names: ["$select", "$filter", "$top"],
    filter: /^conversationId eq '(?:[^']|'')+'$/,
  },
];

function questionFaults(heard: Heard): string[] {
  const { path, query, headers } = heard;
  const names = [...query.keys()];
  const isLink = names.some((name) => links.has(name));
  const question = questions.find((one) => one.path.test(path));
  const allowed = new Set(question?.names);
  const isFilter = isLink || question?.filter === undefined || question.filter.test(query.get("$filter") ?? "");
  // The directory's ids are others.
  const isImmutable = path === me || /IdType="ImmutableId"/.test(String(headers.prefer));
  return [
    ...(isLink && names.length > 1 ? ["a link is asked as it was given"] : []),
    ...(isLink ? [] : names.filter((name) => !allowed.has(name)).map((name) => `the parameter ${name} is unknown`)),
    ...(isFilter ? [] : ["$filter is malformed"]),
    ...(isImmutable ? [] : ["ids would change when a mail is moved"]),
    ...headFaults(heard, { type: null, authorization: /^Bearer \S+$/ }),
  ];
}
