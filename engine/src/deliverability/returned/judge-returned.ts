/** What a mail that came back proves of the account that sent it: by its signatures, and by what its receiver wrote. */
import type { Ask } from "../dns.ts";
import { judgeDkim } from "./judge-dkim.ts";
import { judgeOneClick } from "./judge-one-click.ts";
import { judgeSpf } from "./judge-spf.ts";
import type { MethodResult } from "./read-results.ts";
import { arrivalOf, isEncryptedHop } from "./receiver.ts";
import type { Proof, ReturnedMail, ReturnedReading } from "./returned-mail.ts";

export async function judgeReturned(mail: ReturnedMail, ask: Ask): Promise<ReturnedReading> {
  const { received, results } = arrivalOf(mail.fields, mail.receiver);
  const dkim = await judgeDkim({ mail, ask }, results);
  const spf = await judgeSpf({ mail, ask }, results);
  const policy = results.flatMap((one) => one.results).find(({ method }) => method === "dmarc");
  const dmarc = judgeDmarc(policy, { dkim: dkim.proof, spf });
  const isSigned = truthOf(dkim.proof);
  return {
    receiver: results.find(({ results: told }) => told.length > 0)?.by ?? null,
    proofs: [dkim.proof, spf, dmarc, judgeOneClick(mail, dkim.valid), judgeHop(received, mail.isNear)],
    dkim: isSigned,
    // A pass of another's domain is missed only where nothing else speaks for the author (RFC 9989 §4.4).
    spf: spf.state === "warning" && isSigned === false ? false : truthOf(spf),
    // Either result says that there is a policy.
    dmarc: policy?.result === "pass" || policy?.result === "fail" ? true : null,
  };
}

function truthOf({ state }: Proof): boolean | null {
  if (state === "passed") return true;
  return state === "failed" ? false : null;
}

function judgeDmarc(told: MethodResult | undefined, own: { readonly dkim: Proof; readonly spf: Proof }): Proof {
  const found = told === undefined ? "" : `dmarc=${told.result}`;
  const base = { kind: "dmarc", found, expected: null, fix: null } as const;
  if (told?.result === "pass") return { ...base, state: "passed", detail: "The receiver took it for the author's." };
  const [signed, sent] = [own.dkim, own.spf].map(({ state }) => state === "passed");
  if (told?.result === "fail") {
    const fix = "One of DKIM and SPF has to speak for the author's domain.";
    const detail = "The receiver did not take it for the author's.";
    return { ...base, expected: "dmarc=pass", state: "failed", detail, fix };
  }
  if (signed || sent) {
    const by = signed && sent ? "DKIM and SPF speak" : `${signed ? "DKIM" : "SPF"} speaks`;
    return { ...base, state: "passed", detail: `${by} for the author's domain.` };
  }
  const isProven = own.dkim.state === "failed" && (own.spf.state === "failed" || own.spf.state === "warning");
  if (!isProven) return { ...base, state: "unknown", detail: "Not enough is known of DKIM and SPF." };
  const fix = "Mend one of them: either is enough.";
  return { ...base, expected: "DKIM or SPF", state: "failed", detail: "Neither speaks for the author's domain.", fix };
}

function judgeHop(received: string | null, isNear: boolean): Proof {
  const found = (received ?? "").slice(0, 200);
  const isEncrypted = received === null ? null : isEncryptedHop(received);
  const base = { kind: "tls", found, expected: null, fix: null } as const;
  if (isEncrypted === true) return { ...base, state: "passed", detail: "It was handed over encrypted." };
  if (isEncrypted === false && !isNear) {
    const fix = "Have the server that sends use STARTTLS wherever it is offered; Gmail asks for it.";
    return { ...base, expected: "ESMTPS", state: "failed", detail: "It was handed over without encryption.", fix };
  }
  return { ...base, state: "unknown", detail: "Nothing tells how it was handed over." };
}

/** Longer ago, a domain may publish something else by now, and its records say more. */
export const provesForDays = 7;

/** What counts of an account: what mails proved of late, one being enough, else what its records let expect. */
export function authenticationOf(record: boolean | null, seen: readonly (boolean | null)[]): boolean | null {
  if (seen.includes(true)) return true;
  return seen.includes(false) ? false : record;
}
