import { type Choice, languageOf, readChoice } from "@haste/engine/preferences";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { momentIn } from "../../../ledger/index.ts";
import type { SigningKeys } from "../../../platform/crypto/index.ts";
import { type Database, inWorkspace } from "../../../platform/db/index.ts";
import { readUnsubscribeToken } from "../../render/index.ts";
import type { Pressed } from "../fetched.ts";
import type { Recorder } from "../recorder.ts";
import { keepChoice } from "./keep-choice.ts";
import { pagePolicy, preferencePage, type Shown } from "./page.ts";
import { type PreferencesRow, readPreferences } from "./queries.ts";

export interface PreferenceParts {
  readonly database: Database;
  readonly recorder: Pick<Recorder, "record">;
  readonly signingKeys: SigningKeys;
  readonly machineNow: () => Date;
  readonly onCommitted: (workspaceId: string) => void;
}

type TokenRequest = FastifyRequest<{ Params: { token: string } }>;

/** The page behind the unsubscribe link, and the one-click post of RFC 8058 at the same address. */
export function preferenceRoutes(parts: PreferenceParts): (app: FastifyInstance) => void {
  return (app) => {
    app.get<{ Params: { token: string } }>("/u/:token", (request, reply) => showPage(parts, request, reply));
    app.post<{ Params: { token: string } }>("/u/:token", (request, reply) => press(parts, request, reply));
  };
}

/** GET changes nothing, ever: link scanners press everything (B29). So the server lets it write nothing. */
async function showPage(parts: PreferenceParts, request: TokenRequest, reply: FastifyReply) {
  const ref = readUnsubscribeToken(parts.signingKeys, request.params.token);
  const person = ref && (await readPerson(parts, ref));
  return answer(request, reply, person === null ? { kind: "unknown" } : { kind: "person", person, just: "looked" });
}

type EmailRef = NonNullable<ReturnType<typeof readUnsubscribeToken>>;

function readPerson({ database }: PreferenceParts, { workspaceId, emailId }: EmailRef): Promise<PreferencesRow | null> {
  return inWorkspace(database, workspaceId, (tx) => readPreferences(tx, emailId), { readOnly: true });
}

/** Unlike an open, this must not be answered before it is durable: let a fault be a 503 and the client try again. */
async function press(parts: PreferenceParts, request: TokenRequest, reply: FastifyReply) {
  const ref = readUnsubscribeToken(parts.signingKeys, request.params.token);
  const person = ref && (await readPerson(parts, ref));
  if (ref === null || person === null) return answer(request, reply, { kind: "unknown" });
  const choice = choiceOf(request);
  if (choice.kind === "everything") {
    await parts.recorder.record({ ...ref, ...leaving(parts, request) });
    return answer(request, reply, { kind: "person", person, just: "left" });
  }
  const after = await inWorkspace(parts.database, ref.workspaceId, async (tx) => {
    const moment = await momentIn(tx, parts.machineNow());
    await keepChoice(tx, { emailId: ref.emailId, person, choice, agent: agentOf(request) }, moment);
    return readPreferences(tx, ref.emailId);
  });
  parts.onCommitted(ref.workspaceId);
  return answer(request, reply, { kind: "person", person: after ?? person, just: "saved" });
}

const isForm = ({ headers }: TokenRequest) =>
  String(headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");

function choiceOf(request: TokenRequest): Choice {
  return readChoice(isForm(request) && typeof request.body === "string" ? request.body : "");
}

const agentOf = ({ headers }: TokenRequest) => (headers["user-agent"] ?? "").slice(0, 300);

function leaving(parts: PreferenceParts, request: TokenRequest): Pick<Pressed, "kind" | "by" | "agent" | "machineAt"> {
  // Browsers say where a form was posted from; a mail program's one click comes from no page.
  const by = isForm(request) && request.headers["sec-fetch-site"] === undefined ? "one-click" : "page";
  return { kind: "unsubscribed", by, agent: agentOf(request), machineAt: parts.machineNow() };
}

/** A link that leads nowhere; whoever forged it learns nothing. */
export function unknownLink(request: TokenRequest, reply: FastifyReply) {
  return answer(request, reply, { kind: "unknown" });
}

function answer(request: TokenRequest, reply: FastifyReply, shown: Shown) {
  const person = shown.kind === "person" ? shown.person : null;
  const language = languageOf({
    contact: person?.language ?? null,
    accepted: request.headers["accept-language"] ?? null,
    zone: person?.timezone ?? null,
  });
  return reply
    .code(shown.kind === "unknown" ? 404 : 200)
    .headers({
      "cache-control": "no-store, no-cache, must-revalidate, private",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "content-language": language,
      "content-security-policy": pagePolicy(shown),
    })
    .type("text/html; charset=utf-8")
    .send(preferencePage(language, shown));
}
