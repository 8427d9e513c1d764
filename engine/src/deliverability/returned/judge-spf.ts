import { isAligned } from "./alignment.ts";
import type { AuthenticationResults } from "./read-results.ts";
import type { Judging, Proof } from "./returned-mail.ts";

/**
 * SPF as the receiver found it: only it knows the address that delivered the mail. A pass for another domain is none for
 * the author (RFC 9989 §4.4.2), and no fault either where DKIM speaks for it.
 */
export async function judgeSpf({ mail, ask }: Judging, results: readonly AuthenticationResults[]): Promise<Proof> {
  const { author, isNear } = mail;
  const told = results.flatMap((one) => one.results).find(({ method }) => method === "spf");
  const expected = `spf=pass for ${author}`;
  const base = { kind: "spf", expected } as const;
  if (told === undefined) {
    const detail = "The mailbox's host does not say what it found.";
    return { ...base, state: "unknown", found: "", detail, fix: null };
  }
  const sender = told.properties.get("smtp.mailfrom") ?? told.properties.get("smtp.helo") ?? "";
  const domain = sender.replace(/^.*@/, "").replace(/[<>"]/g, "").toLowerCase();
  const found = `spf=${told.result}${domain === "" ? "" : ` for ${domain}`}`;
  if (told.result !== "pass") return { ...base, found, ...notPassed(told.result, isNear) };
  const speaks = domain === "" ? null : await isAligned(author, domain, "spf", ask);
  if (speaks === true) {
    return {
      ...base,
      state: "passed",
      found,
      expected: null,
      detail: `Its server is one that ${domain} names.`,
      fix: null,
    };
  }
  if (speaks === null) {
    const detail = "Nothing tells whether that domain speaks for the author's.";
    return { ...base, state: "unknown", found, detail, fix: null };
  }
  const detail = `Its server is one that ${domain} names, which does not speak for ${author}: DKIM has to.`;
  return {
    ...base,
    state: "warning",
    found,
    detail,
    fix: "Set a return path of your own domain at the service, if it offers one.",
  };
}

function notPassed(result: string, isNear: boolean): Pick<Proof, "state" | "detail" | "fix"> {
  if (result === "temperror") {
    return { state: "unknown", detail: "The receiver got no answer from the DNS.", fix: null };
  }
  if (isNear) {
    return {
      state: "unknown",
      detail: "It stayed inside one host, which proves nothing to others.",
      fix: "Look at a mailbox of another host: a seed test does.",
    };
  }
  const why = whyNot[result] ?? "The receiver does not take its server for one of the domain's.";
  return { state: "failed", detail: why, fix: "Publish the SPF record shown at the domain." };
}

const whyNot: Readonly<Record<string, string>> = {
  none: "The domain says nothing about who may send for it.",
  neutral: "The domain's record does not say whether this server may send for it.",
  permerror: "The domain's record cannot be followed.",
};
