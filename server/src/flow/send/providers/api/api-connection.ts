import type { FreshToken } from "../access-token.ts";
import type { ApiProvider, ApiServer, Finding, MailConnection, Outcome, OutgoingMail, Permit } from "../provider.ts";
import { acceptedReply, type Reading, refusalOf } from "./answer.ts";
import { type Answer, type ApiRequest, ApiWire, ExchangeFault } from "./exchange.ts";
import { type ApiLimits, apiLimits } from "./limits.ts";

/** How one provider wants to be asked, and what its answers mean. */
export interface Dialect extends Pick<ApiProvider, "name" | "connections" | "urlOf" | "lacks"> {
  /** The request that sends. @param thread what `threadOf` found */
  readonly send: (mail: OutgoingMail, server: ApiServer, secret: string, thread: string | null) => ApiRequest;
  readonly accepted: (answer: Answer, server: ApiServer) => { words: string; providerMessageId: string | null };
  readonly refused: (answer: Answer, now: Date) => Reading;
  /** A question to be asked before, and what its answer says, where a reply has to be put into its thread by hand. */
  readonly thread?: {
    readonly ask: (previousMessageId: string, secret: string) => ApiRequest;
    readonly read: (answer: Answer) => string | null;
  };
  readonly look?: {
    readonly ask: (messageId: string, secret: string) => ApiRequest;
    /** null: this is no list of mails, so it says nothing. */
    readonly isThere: (answer: Answer) => boolean | null;
  };
}

/** Makes a provider of a dialect. @param limits for tests */
export function apiProvider(dialect: Dialect, limits: ApiLimits = apiLimits): ApiProvider {
  const { name, connections, urlOf, lacks, look } = dialect;
  return {
    name,
    connections,
    urlOf,
    lacks,
    async open(server) {
      const secret = await server.secret();
      if (secret.kind === "ok") return { ok: true, connection: new ApiConnection(dialect, server, limits) };
      return { ok: false, error: { reason: secret.detail, reply: null, credentials: secret.kind === "revoked" } };
    },
    ...(look === undefined ? {} : { find: (server, messageId) => find(look, { server, messageId, limits }) }),
  };
}

async function find(
  { ask, isThere }: NonNullable<Dialect["look"]>,
  { server, messageId, limits }: { server: ApiServer; messageId: string; limits: ApiLimits },
): Promise<Finding> {
  const secret = await server.secret();
  if (secret.kind !== "ok") return { kind: "unknown", reason: secret.detail };
  const wire = new ApiWire(server, limits);
  try {
    const answer = await wire.ask(ask(messageId, secret.token));
    if (answer.status !== 200) return { kind: "unknown", reason: `HTTP ${answer.status}` };
    const there = isThere(answer);
    // A proxy's page with status 200 must not count as "not there": the mail would be sent again.
    if (there === null) return { kind: "unknown", reason: "The answer is no list of mails." };
    return { kind: there ? "found" : "absent" };
  } catch (error) {
    if (!(error instanceof ExchangeFault)) throw error;
    return { kind: "unknown", reason: error.message };
  } finally {
    wire.close();
  }
}

interface Attempt {
  readonly outcome: Outcome;
  /** The secret was refused, so the mail was not looked at. */
  readonly isUnauthorized: boolean;
}

/** One account's way to an API, one mail at a time. */
class ApiConnection implements MailConnection {
  readonly #dialect: Dialect;
  readonly #server: ApiServer;
  readonly #wire: ApiWire;
  /** Until then the server wants to be left alone. */
  #quietUntil = 0;
  #isOver = false;

  constructor(dialect: Dialect, server: ApiServer, limits: ApiLimits) {
    this.#dialect = dialect;
    this.#server = server;
    this.#wire = new ApiWire(server, limits);
  }

  isUsable(): boolean {
    return !this.#isOver;
  }

  close(): void {
    this.#isOver = true;
    this.#wire.close();
  }

  async send(mail: OutgoingMail, permit: Permit): Promise<Outcome> {
    const quietMs = this.#quietUntil - this.#server.machineNow().getTime();
    if (quietMs > 0) return waits(quietMs);
    const outcome = await this.#sendWith(mail, permit);
    const { retryAfterMs } = outcome as { retryAfterMs?: number };
    if (retryAfterMs !== undefined) this.#quietUntil = this.#server.machineNow().getTime() + retryAfterMs;
    return outcome;
  }

  /** A token that was refused is renewed once: nothing was taken under it. */
  async #sendWith(mail: OutgoingMail, permit: Permit): Promise<Outcome> {
    const secret = await this.#server.secret();
    if (secret.kind !== "ok") return withoutSecret(secret);
    const first = await this.#attempt(mail, permit, secret.token);
    if (!first.isUnauthorized) return first.outcome;
    const renewed = await this.#server.secret({ refused: secret.token });
    if (renewed.kind !== "ok") return withoutSecret(renewed);
    if (renewed.token === secret.token) return first.outcome;
    return (await this.#attempt(mail, permit, renewed.token)).outcome;
  }

  async #attempt(mail: OutgoingMail, permit: Permit, secret: string): Promise<Attempt> {
    try {
      const thread = await this.#threadOf(mail, secret);
      const ready = await this.#wire.prepare(this.#dialect.send(mail, this.#server, secret, thread));
      const permission = await permit();
      if (permission !== "go") {
        ready.drop();
        return { outcome: { kind: "withheld", permission }, isUnauthorized: false };
      }
      const answer = await ready.go();
      return { outcome: this.#read(answer), isUnauthorized: answer.status === 401 };
    } catch (error) {
      if (!(error instanceof ExchangeFault)) throw error;
      const { message: reason, mayBeTaken } = error;
      const outcome: Outcome = mayBeTaken ? { kind: "uncertain", reason } : { kind: "unsent", reason, reply: null };
      return { outcome, isUnauthorized: false };
    }
  }

  #read(answer: Answer): Outcome {
    if (answer.status < 200 || answer.status >= 300) {
      const now = this.#server.machineNow();
      return refusalOf(answer, this.#dialect.refused(answer, now), now);
    }
    const { words, providerMessageId } = this.#dialect.accepted(answer, this.#server);
    return { kind: "accepted", reply: acceptedReply(answer, words), providerMessageId };
  }

  /** A mail that cannot be put into its thread by hand still says in its headers where it belongs. */
  async #threadOf(mail: OutgoingMail, secret: string): Promise<string | null> {
    const { thread } = this.#dialect;
    const { inReplyTo } = mail.parts;
    if (thread === undefined || inReplyTo === null) return null;
    try {
      const answer = await this.#wire.ask(thread.ask(inReplyTo, secret));
      return answer.status === 200 ? thread.read(answer) : null;
    } catch (error) {
      if (!(error instanceof ExchangeFault)) throw error;
      return null;
    }
  }
}

function waits(retryAfterMs: number): Outcome {
  const reply = { code: 451, enhanced: "4.7.0", text: "The server asked for a pause." };
  return { kind: "refused", reply, stage: "connection", retryAfterMs };
}

function withoutSecret(secret: Exclude<FreshToken, { kind: "ok" }>): Outcome {
  if (secret.kind === "unavailable") return { kind: "unsent", reason: secret.detail, reply: null };
  const reply = { code: 535, enhanced: "5.7.8", text: secret.detail };
  return { kind: "refused", reply, stage: "connection" };
}
