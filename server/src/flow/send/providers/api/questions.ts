import type { ApiServer } from "../provider.ts";
import { faultOf, type Reading, retryAfterOf } from "./answer.ts";
import { type Answer, type ApiRequest, ApiWire } from "./exchange.ts";
import { type ApiLimits, apiLimits } from "./limits.ts";

/** What a question that sends nothing came to. */
export type Asked =
  | { readonly kind: "answered"; readonly answer: Answer }
  /** Only the account's owner can mend it. */
  | { readonly kind: "refused"; readonly reason: string }
  /** It wants to be left alone for so long; null: it does not say. */
  | { readonly kind: "later"; readonly reason: string; readonly retryAfterMs: number | null };

export interface Question {
  readonly request: (token: string) => ApiRequest;
  /** Answers that mean something to whoever asks, beside those of success. */
  readonly expects: readonly number[];
  readonly mostOctets: number;
}

export interface ApiQuestions {
  /** @throws ExchangeFault where no whole answer came; an Error where it means nothing */
  ask(question: Question): Promise<Asked>;
  close(): void;
}

/** One kept connection on which an account asks its provider, with a token that is renewed once where it is refused. */
export function openQuestions(
  server: ApiServer,
  refused: (answer: Answer, now: Date) => Reading,
  limits: ApiLimits = apiLimits,
): ApiQuestions {
  const wire = new ApiWire(server, limits);

  async function answerTo({ request, mostOctets }: Question): Promise<Answer | Exclude<Asked, { kind: "answered" }>> {
    const first = await server.secret();
    if (first.kind !== "ok") return withoutToken(first);
    const answer = await wire.ask(request(first.token), mostOctets);
    if (answer.status !== 401) return answer;
    const renewed = await server.secret({ refused: first.token });
    if (renewed.kind !== "ok") return withoutToken(renewed);
    return renewed.token === first.token ? answer : wire.ask(request(renewed.token), mostOctets);
  }

  return {
    async ask(question) {
      const answer = await answerTo(question);
      if ("kind" in answer) return answer;
      const isGood = answer.status >= 200 && answer.status < 300;
      if (isGood || question.expects.includes(answer.status)) return { kind: "answered", answer };
      return readRefusal(answer, refused(answer, server.machineNow()), server.machineNow());
    },
    close: () => wire.close(),
  };
}

function withoutToken(secret: { readonly kind: "revoked" | "unavailable"; readonly detail: string }) {
  if (secret.kind === "revoked") return { kind: "refused", reason: secret.detail } as const;
  return { kind: "later", reason: secret.detail, retryAfterMs: null } as const;
}

function readRefusal(answer: Answer, reading: Reading, now: Date): Asked {
  const reason = `HTTP ${answer.status} ${reading.words ?? ""}`.trim();
  const fault = reading.fault ?? faultOf(answer.status);
  if (fault === "later") {
    return { kind: "later", reason, retryAfterMs: reading.retryAfterMs ?? retryAfterOf(answer, now) };
  }
  if (fault === "account") return { kind: "refused", reason };
  throw new Error(reason);
}
