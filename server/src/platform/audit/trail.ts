import type { AuditNote, WorkContext } from "../context/index.ts";
import { writeNotes } from "./audit.ts";
import { changesBetween } from "./changes.ts";

/** A signed-in request that may change something. */
export interface AuditedRequest {
  /** `PUT /contacts/:id`. */
  readonly key: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Why the caller does it, where the request says so. */
  readonly reason: string | null;
  /** What could be read of the thing before and after; absent where it has no versions. */
  readonly state?: { readonly before: object | null; readonly after: object | null };
}

/**
 * Routes that write by their method only: they compute an answer and keep nothing a person could ask about later. All
 * others leave a row; a test walks the contract.
 */
export const unaudited: Readonly<Record<string, string>> = {
  "POST /templates/:id/preview": "renders an email and keeps nothing",
  "POST /templates/lint": "looks a text over and keeps nothing",
  "POST /segments/preview": "counts people and keeps nothing",
  "POST /retention/preview": "counts records and keeps nothing",
  "POST /sequences/:id/simulate": "plays a sequence over a virtual clock; nothing of it happens",
};

/**
 * Ends the audit of a request: what its use cases noted, or else a note made of the route itself, so that no route can
 * be forgotten. What changed, and why, stands with the first note.
 */
export async function writeTrail(ctx: WorkContext, request: AuditedRequest): Promise<void> {
  if (unaudited[request.key] !== undefined) return;
  const noted = ctx.auditTrail ?? [];
  const [first = noteOf(ctx, request), ...others] = noted;
  const changes = request.state === undefined ? {} : changesBetween(request.state.before, request.state.after);
  const detail = {
    ...first.detail,
    ...(request.reason === null ? {} : { reason: request.reason }),
    ...(Object.keys(changes).length === 0 ? {} : { changes }),
  };
  await writeNotes(ctx, [{ ...first, detail }, ...others]);
}

function noteOf(ctx: WorkContext, { key, params, state }: AuditedRequest): AuditNote {
  const made = (state?.after as { readonly id?: unknown } | null | undefined)?.id;
  const id = params.id ?? (key.startsWith("POST") ? made : undefined);
  return {
    id: ctx.newId(),
    at: ctx.now,
    action: actionOf(key),
    subject: { kind: nounOf(key), id: typeof id === "string" && isId(id) ? id : null },
    detail: {},
  };
}

const isId = (text: string) => /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text);

/** `contact` of `/contacts/:id/emails`: what the path begins with, as one of it is called. */
function nounOf(key: string): string {
  const [, noun = ""] = key.slice(key.indexOf(" ") + 1).split("/");
  if (noun === "settings" || noun === "compliance") return noun;
  return noun.replace(/ies$/, "y").replace(/(?<=[a-rt-z])s$/, "");
}

const verbs: Readonly<Record<string, string>> = { POST: "created", PUT: "changed", DELETE: "removed" };

/** `task.snooze` of `POST /tasks/:id/snooze`, `contact.changed` of `PUT /contacts/:id`. */
function actionOf(key: string): string {
  const method = key.slice(0, key.indexOf(" "));
  const words = key
    .slice(key.indexOf(" ") + 2)
    .split("/")
    .slice(1)
    .filter((word) => !word.startsWith(":"));
  return [nounOf(key), ...(words.length === 0 ? [verbs[method] ?? "changed"] : words)].join(".");
}
