import { createHash } from "node:crypto";
import type { KeyRing, SealedColumn } from "../crypto/index.ts";
import type { Tx } from "../db/index.ts";
import { Problem } from "../problem/index.ts";
import type { Answer } from "./answer.ts";
import {
  deleteAnswer,
  findAnswer,
  type IdempotencyPlace,
  listAnswers,
  replaceAnswer,
  storeAnswer,
  tryLockKey,
} from "./queries.ts";
import type { RequestContext } from "./routes.ts";

const keptMs = 24 * 3_600_000;
const bodyPlace = (actorId: string, key: string) => `idempotency_keys.body ${actorId} ${key}`;

/** Answers that are kept, wherever they lie sealed. */
export const sealedAnswerColumns: readonly SealedColumn[] = [
  {
    table: "idempotency_keys",
    column: "body",
    id: ["actor_id", "key"],
    place: ([actorId = "", key = ""]) => bodyPlace(actorId, key),
    replace: replaceAnswer,
  },
];

const keyShape = /^[\x21-\x7e]{1,255}$/;

/** The key a POST carries. @throws Problem `invalid_request` for one that is empty, too long or not plain ASCII */
export function readIdempotencyKey(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  if (typeof header === "string" && keyShape.test(header)) return header;
  const detail = "An Idempotency-Key is 1 to 255 visible ASCII characters, such as a UUID.";
  throw new Problem("invalid_request", {
    detail,
    errors: [{ pointer: "/headers/idempotency-key", code: "invalid_format", detail }],
  });
}

/** What makes two requests the same: method, path, query and the body as it was understood. */
export function hashRequest(method: string, url: string, body: unknown): Buffer {
  const hash = createHash("sha256").update(`${method} ${url}\n`);
  if (body instanceof Uint8Array) hash.update(body);
  else if (body !== undefined) hash.update(JSON.stringify(body));
  return hash.digest();
}

/**
 * Runs `work` once per key and caller: its answer is stored in the transaction of its effect, so either both exist or
 * neither, and a repeated request gets the first answer. Refusals roll back and are not kept: they had no effect.
 * @throws Problem `idempotency_in_flight`, `idempotency_mismatch`
 */
export async function onceOnly(
  ctx: RequestContext,
  request: { readonly key: string; readonly hash: Buffer; readonly keyRing: KeyRing<Tx> },
  work: () => Promise<Answer>,
): Promise<Answer> {
  const { tx, machineNow } = ctx;
  const place: IdempotencyPlace = { actorId: ctx.actor.id ?? ctx.signIn.id, key: request.key };
  const sealedPlace = bodyPlace(place.actorId, place.key);
  if (!(await tryLockKey(tx, place))) throw new Problem("idempotency_in_flight", { retryAfterSeconds: 1 });
  const cipher = await request.keyRing.cipher(tx.workspaceId, tx);
  const stored = await findAnswer(tx, place, machineNow);
  if (stored !== null) {
    if (!stored.requestHash.equals(request.hash)) throw new Problem("idempotency_mismatch");
    const text = stored.body === null ? undefined : (await cipher.open(stored.body, sealedPlace)).toString("utf8");
    const body = text === undefined ? undefined : (JSON.parse(text) as unknown);
    return { status: stored.status, headers: { ...stored.headers, "idempotent-replayed": "true" }, body };
  }
  const answer = await work();
  await storeAnswer(tx, place, {
    requestHash: request.hash,
    status: answer.status,
    headers: answer.headers,
    body: answer.body === undefined ? null : cipher.seal(JSON.stringify(answer.body), sealedPlace),
    machineNow,
    expiresAt: new Date(machineNow.getTime() + keptMs),
  });
  return answer;
}

/** Opens the answers that are kept and takes out those that name somebody who is erased; answers with their number. */
export async function forgetAnswers(tx: Tx, keyRing: KeyRing<Tx>, names: readonly string[]): Promise<number> {
  const cipher = await keyRing.cipher(tx.workspaceId, tx);
  let forgotten = 0;
  for (const { actorId, key, body } of await listAnswers(tx)) {
    const text = (await cipher.open(body, bodyPlace(actorId, key))).toString("utf8").toLowerCase();
    if (!names.some((name) => text.includes(name))) continue;
    await deleteAnswer(tx, { actorId, key });
    forgotten += 1;
  }
  return forgotten;
}
