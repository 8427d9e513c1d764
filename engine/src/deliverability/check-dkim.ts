import type { OfSender } from "./check-spf.ts";
import { type DkimKeyReading, readDkimKey } from "./dkim.ts";
import type { Ask } from "./dns.ts";
import type { Finding, Sender } from "./finding.ts";
import { type SendingService, serviceOf } from "./senders.ts";

/** RFC 8301 §3.2: signers should not use less. */
const goodBits = 2_048;

/** Every key that signs for the domain's accounts: ours one by one, those of a service under its usual selectors. */
export async function checkDkim(
  domain: string,
  senders: readonly Sender[],
  ask: Ask,
): Promise<{ readonly findings: readonly Finding[]; readonly of: OfSender }> {
  const findings = new Map<string, Finding>();
  const results = new Map<string, boolean | null>();
  for (const sender of senders) {
    const own = sender.signing === null ? [] : await checkOwn(sender.signing, ask);
    const checked = sender.signing === null ? [await checkService(domain, sender.service, ask)] : own;
    for (const finding of checked) findings.set(`${finding.name} ${finding.detail}`, finding);
    results.set(sender.accountId, resultOf(checked));
  }
  return { findings: [...findings.values()], of: ({ accountId }) => results.get(accountId) ?? null };
}

/** One key that holds is enough: each mail carries a signature of every one. */
function resultOf(findings: readonly Finding[]): boolean | null {
  if (findings.some(({ state }) => state === "passed" || state === "warning")) return true;
  return findings.length > 0 && findings.every(({ state }) => state === "failed") ? false : null;
}

async function checkOwn({ domain, keys }: NonNullable<Sender["signing"]>, ask: Ask): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { selector, algorithm, publicKey } of keys) {
    const name = `${selector}._domainkey.${domain}`;
    const expected = { name, type: "TXT" as const, value: `v=DKIM1; k=${algorithm}; p=${publicKey}` };
    const base = { kind: "dkim" as const, name, expected, page: null };
    const answer = await ask(name, "TXT");
    if (answer.kind === "unknown") {
      findings.push({ ...base, state: "unknown", found: [], detail: answer.reason, fix: null });
      continue;
    }
    const found = answer.kind === "found" ? answer.values : [];
    const isOurs = found.some((record) => record.replace(/\s/g, "").includes(`p=${publicKey}`));
    const missing = found.length === 0 ? "The key that signs is not published." : "Another key than ours stands there.";
    if (!isOurs) findings.push({ ...base, state: "failed", found, detail: missing, fix: "Publish this record." });
    else findings.push({ ...base, ...said(found.map(readDkimKey)), found, expected: null });
  }
  return findings;
}

async function checkService(domain: string, id: string | null, ask: Ask): Promise<Finding> {
  const service = serviceOf(id);
  const [usual = "*"] = service?.selectors ?? [];
  const base = { kind: "dkim" as const, expected: null, page: service?.page ?? null };
  const at = (selector: string) => `${selector}._domainkey.${domain}`;
  let silence: string | null = null;
  for (const selector of service?.selectors ?? []) {
    const answer = await ask(at(selector), "TXT");
    if (answer.kind === "unknown") silence = answer.reason;
    if (answer.kind === "found") {
      return { ...base, name: at(selector), found: answer.values, ...said(answer.values.map(readDkimKey)) };
    }
  }
  const nothing = { ...base, name: at(usual), found: [] };
  if (silence !== null) return { ...nothing, state: "unknown", detail: silence, fix: null };
  if (service === null) {
    const detail = "Nothing tells under which selector its server signs, if it does.";
    const fix = "Ask whoever runs the server, or let this product sign: see the account's settings.";
    return { ...nothing, state: "unknown", detail, fix };
  }
  return { ...nothing, ...missingOf(service), fix: service.dkim };
}

function missingOf({ name, selectors, selectorsAreFixed }: SendingService): Pick<Finding, "state" | "detail"> {
  if (selectorsAreFixed)
    return { state: "failed", detail: `${name} signs under ${selectors.join(", ")}; no key is there.` };
  const where =
    selectors.length === 0
      ? "chooses its selector itself"
      : `usually signs under ${selectors.join(", ")}, where no key is`;
  return { state: "unknown", detail: `${name} ${where}; another one may be in use.` };
}

function said(keys: readonly DkimKeyReading[]): Pick<Finding, "state" | "detail" | "fix"> {
  const valid = keys.find((key) => key.state === "valid");
  if (valid === undefined) {
    const broken = keys.find((key) => key.state === "broken");
    return { state: "failed", detail: broken?.reason ?? "", fix: "Publish the key again, whole." };
  }
  const { algorithm, bits, isTest } = valid;
  const detail = algorithm === "rsa" ? `A key of ${bits} bits.` : "An Ed25519 key.";
  if (isTest) {
    return { state: "warning", detail: `${detail} t=y says it is only tested.`, fix: "Take t=y out of it." };
  }
  if (algorithm === "rsa" && bits < goodBits) {
    return { state: "warning", detail, fix: "Change it for one of 2,048 bits when you can (RFC 8301)." };
  }
  return { state: "passed", detail, fix: null };
}
