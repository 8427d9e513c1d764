import { isAligned } from "./alignment.ts";
import type { AuthenticationResults, MethodResult } from "./read-results.ts";
import type { Judging, Proof, Signature } from "./returned-mail.ts";

export interface DkimJudgement {
  readonly proof: Proof;
  /** Signatures that hold, by our own look or by the receiver's. */
  readonly valid: readonly Signature[];
}

/** Which signature speaks for the author. The receiver's word counts as ours does: its host may alter what it took in. */
export async function judgeDkim(
  { mail, ask }: Judging,
  results: readonly AuthenticationResults[],
): Promise<DkimJudgement> {
  const { author, signatures, isNear } = mail;
  const told = results.flatMap((one) => one.results).filter(({ method }) => method === "dkim");
  const expected = `a signature that holds, with d=${author}`;
  const without = (found: string, rest: Pick<Proof, "state" | "detail" | "fix">): DkimJudgement => ({
    proof: { kind: "dkim", found, expected, ...rest },
    valid: [],
  });
  if (signatures === null) {
    return without("", { state: "unknown", detail: "The mail is too large to be read whole.", fix: null });
  }
  if (signatures.length === 0) {
    if (isNear) return without("no signature", { state: "unknown", detail: unsignedInside, fix: elsewhere });
    return without("no signature", { state: "failed", detail: "It was not signed by anybody.", fix: signIt });
  }
  const valid = signatures.filter((one) => holds(one, told));
  const aligned = await firstAligned(valid, author, ask);
  const found = signatures.map(wordsOf).join("; ");
  if (aligned.signature !== null) {
    const { domain, selector } = aligned.signature;
    const detail = `${domain} signed it (s=${selector}), and the signature holds.`;
    return { proof: { kind: "dkim", state: "passed", found, expected: null, detail, fix: null }, valid };
  }
  return {
    proof: { kind: "dkim", found, expected, ...unproven(mail.author, signatures, { valid, told, ...aligned }) },
    valid,
  };
}

const unsignedInside = "It was not signed, which hosts leave out where a mail stays inside.";
const elsewhere = "Look at a mailbox of another host: a seed test does.";
const signIt = "Switch DKIM on at the service that sends, or let this product sign: see the domain.";

interface Standing {
  readonly valid: readonly Signature[];
  readonly told: readonly MethodResult[];
  readonly isUnknown: boolean;
}

function unproven(
  author: string,
  signatures: readonly Signature[],
  { valid, told, isUnknown }: Standing,
): Pick<Proof, "state" | "detail" | "fix"> {
  if (isUnknown || signatures.some(({ state }) => state === "unknown")) {
    return { state: "unknown", detail: "No name server told what is needed to judge its signatures.", fix: null };
  }
  const [other] = valid;
  if (other !== undefined) {
    const detail = `${other.domain} signed it, which does not speak for ${author}.`;
    return { state: "failed", detail, fix: `Have it signed with d=${author}: see the domain.` };
  }
  const isRefused = told.some(({ result }) => result === "fail" || result === "permerror");
  const [first] = signatures;
  const reason = first?.reason ?? "It does not hold.";
  if (signatures.some(({ state }) => state === "failed") || isRefused) {
    return { state: "failed", detail: reason, fix: "Publish the key that signs, whole: see the domain." };
  }
  const detail = `${reason} It was altered on its way: by whoever sent it, or by the mailbox's own host, which does not say.`;
  return { state: "unknown", detail, fix: "Look whether the server that sends adds a footer after signing." };
}

function holds({ state, domain, selector }: Signature, told: readonly MethodResult[]): boolean {
  if (state === "passed") return true;
  return told.some(({ result, properties }) => {
    const by = properties.get("header.d") ?? properties.get("header.i")?.replace(/^.*@/, "");
    const key = properties.get("header.s");
    return (
      result === "pass" &&
      by?.toLowerCase() === domain &&
      (key === undefined || key.toLowerCase() === selector.toLowerCase())
    );
  });
}

async function firstAligned(valid: readonly Signature[], author: string, ask: Judging["ask"]) {
  let isUnknown = false;
  for (const signature of valid) {
    const speaks = await isAligned(author, signature.domain, "dkim", ask);
    if (speaks === true) return { signature, isUnknown: false };
    isUnknown ||= speaks === null;
  }
  return { signature: null, isUnknown };
}

function wordsOf({ domain, selector, state }: Signature): string {
  return `d=${domain} s=${selector} ${state === "passed" ? "holds" : state}`;
}
