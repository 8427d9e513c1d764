/** MTA-STS, RFC 8461: what a domain asks of whoever delivers to it, published as a file beside a record. */
import { type Ask, readTags } from "./dns.ts";
import type { Finding } from "./finding.ts";

/** The file as a web server gave it. No answer is no finding. */
export type PolicyFile =
  | { readonly kind: "found"; readonly text: string }
  | { readonly kind: "missing"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

/** Fetches `https://mta-sts.<domain>/.well-known/mta-sts.txt`, no redirect followed (§3.3). Never throws. */
export type FetchPolicy = (domain: string) => Promise<PolicyFile>;

export type StsMode = "enforce" | "testing" | "none";

interface StsPolicy {
  readonly mode: StsMode;
  /** Names of servers, perhaps with `*.` for one label. */
  readonly mx: readonly string[];
}

/** §3.2: no real file is longer. */
const longestFile = 65_536;

/** What is found of the policy, and how it is to be taken; null where none can be read. */
export interface StsReading {
  readonly finding: Finding;
  readonly mode: StsMode | null;
}

export async function readMtaSts(domain: string, ask: Ask, fetchPolicy: FetchPolicy): Promise<StsReading> {
  const name = `_mta-sts.${domain}`;
  const base = { kind: "mta-sts" as const, name, expected: null, page: null };
  const answer = await ask(name, "TXT");
  if (answer.kind === "unknown")
    return { finding: { ...base, state: "unknown", found: [], detail: answer.reason, fix: null }, mode: null };
  const found = (answer.kind === "found" ? answer.values : []).filter((text) => readTags(text)?.get("v") === "STSv1");
  const of = (state: Finding["state"], detail: string, fix: string | null = null, mode: StsMode | null = null) => ({
    finding: { ...base, found, state, detail, fix },
    mode,
  });
  if (found.length === 0)
    return of("hint", "Senders are not told to insist on encryption towards it (MTA-STS, RFC 8461).");
  if (found.length > 1)
    return of("warning", "More than one record stands there, so none is heeded.", "Leave one of them.");
  const file = await fetchPolicy(domain);
  if (file.kind === "unknown")
    return of("unknown", `The record is there; its policy file could not be read: ${file.reason}`);
  const where = `https://mta-sts.${domain}/.well-known/mta-sts.txt`;
  if (file.kind === "missing")
    return of("warning", `The record is there, its policy is not: ${file.reason}`, `Publish the policy at ${where}.`);
  const policy = readPolicy(file.text);
  if (typeof policy === "string") return of("warning", `Its policy cannot be read: ${policy}`, `Mend ${where}.`);
  return of(...(await against(domain, policy, ask)), policy.mode);
}

/** A server that the policy leaves out gets no mail from whoever heeds it. */
async function against(
  domain: string,
  { mode, mx }: StsPolicy,
  ask: Ask,
): Promise<[Finding["state"], string, string | null]> {
  const servers = await ask(domain, "MX");
  const left =
    servers.kind === "found" ? servers.values.filter((server) => !mx.some((pattern) => isNamed(pattern, server))) : [];
  if (mode === "none") return ["hint", "Its policy says mode: none, so nobody insists on encryption towards it.", null];
  if (left.length > 0) {
    const detail = `Its policy (${mode}) does not name ${left.join(", ")}.`;
    const lost = mode === "enforce" ? " Mail to such a server is not delivered, replies neither." : "";
    return [mode === "enforce" ? "failed" : "warning", detail + lost, "Add the missing mx: lines to the policy."];
  }
  if (mode === "testing")
    return ["passed", "Its policy is in testing: failures are reported, and mail is delivered all the same.", null];
  return ["passed", "Senders are told to insist on encryption, and every server is named.", null];
}

/** §4.1: `*` stands for one label at the left, in a policy as in a certificate (RFC 6125 §6.4.3). */
export function isNamed(written: string, server: string): boolean {
  const [pattern, host] = [written, server].map((name) => name.toLowerCase().replace(/\.$/, "")) as [string, string];
  if (!pattern.startsWith("*.")) return pattern === host;
  return host.slice(host.indexOf(".") + 1) === pattern.slice(2);
}

/** The policy, or what is wrong with it. */
function readPolicy(text: string): StsPolicy | string {
  if (text.length > longestFile) return "it is too long.";
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const [, key = "", value = ""] = /^\s*([a-z][\w.-]*)\s*:\s*(.*?)\s*$/i.exec(line) ?? [];
    return key === "" ? [] : [{ key: key.toLowerCase(), value }];
  });
  const said = (wanted: string) => lines.find(({ key }) => key === wanted)?.value;
  const mode = said("mode");
  if (said("version") !== "STSv1") return "it does not say version: STSv1.";
  if (mode !== "enforce" && mode !== "testing" && mode !== "none") return "it names no mode.";
  if (!/^\d{1,10}$/.test(said("max_age") ?? "")) return "it has no max_age.";
  const mx = lines.filter(({ key }) => key === "mx").map(({ value }) => value.toLowerCase().replace(/\.$/, ""));
  return mode !== "none" && mx.length === 0 ? "it names no server (mx)." : { mode, mx };
}
