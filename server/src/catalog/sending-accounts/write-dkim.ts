import { generateKeyPair, type KeyObject } from "node:crypto";
import type { DkimSigningInput } from "@haste/contract/nouns/sending-accounts";
import { Problem } from "../../platform/problem/index.ts";
import type { AccountRow, StoredDkim, StoredDkimKey } from "./queries.ts";

/** RFC 8301 §3.2 asks for 1,024 bits at least and 2,048 rather; longer ones do not fit into one string of a DNS record. */
const rsaBits = 2_048;

interface WrittenDkim {
  readonly stored: StoredDkim;
  readonly privateKeys: Readonly<Record<string, string>>;
}

/**
 * Our signature after a change; undefined leaves it. Keys are made here and their private halves never shown: a selector
 * that is named again keeps its key, one that is left out loses it.
 * @throws Problem where the signature would not speak for the account's address (DMARC)
 */
export async function writeDkim(
  account: Pick<AccountRow, "email" | "dkimSigning">,
  input: DkimSigningInput | null | undefined,
  privateKeys: Readonly<Record<string, string>>,
): Promise<WrittenDkim | null> {
  const before = account.dkimSigning;
  if (input === null || (input === undefined && before === null)) return null;
  const wanted = input ?? asInput(before as StoredDkim);
  const { domain, selectors, ed25519Selector = null } = wanted;
  refuseForeign(account.email, domain, [...selectors, ...(ed25519Selector === null ? [] : [ed25519Selector])]);
  const known = before?.domain === domain ? before.keys : [];
  const kept: Record<string, string> = {};
  const keep = async (selector: string, algorithm: StoredDkimKey["algorithm"], isSigning: boolean) => {
    const key = known.find((one) => one.selector === selector && one.algorithm === algorithm);
    const secret = privateKeys[selector];
    if (key !== undefined && secret !== undefined) {
      kept[selector] = secret;
      return { ...key, isSigning };
    }
    const made = await makeKey(algorithm);
    kept[selector] = made.privateKey;
    return { selector, algorithm, publicKey: made.publicKey, isSigning };
  };
  const keys: StoredDkimKey[] = [];
  for (const [at, selector] of selectors.entries()) keys.push(await keep(selector, "rsa", at === 0));
  if (ed25519Selector !== null) keys.push(await keep(ed25519Selector, "ed25519", true));
  return { stored: { domain, keys }, privateKeys: kept };
}

function asInput({ domain, keys }: StoredDkim): DkimSigningInput {
  const named = (algorithm: StoredDkimKey["algorithm"]) =>
    keys.filter((key) => key.algorithm === algorithm).map((key) => key.selector);
  // The one that signs stands first.
  return { domain, selectors: named("rsa"), ed25519Selector: named("ed25519")[0] ?? null };
}

function makeKey(algorithm: StoredDkimKey["algorithm"]): Promise<{ publicKey: string; privateKey: string }> {
  return new Promise((resolve, reject) => {
    const take = (error: Error | null, publicKey: KeyObject, privateKey: KeyObject) => {
      if (error !== null) return reject(error);
      resolve({
        publicKey: publicRecordOf(publicKey, algorithm),
        privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      });
    };
    if (algorithm === "rsa") generateKeyPair("rsa", { modulusLength: rsaBits }, take);
    else generateKeyPair("ed25519", {}, take);
  });
}

/** RSA keys stand in DNS as SubjectPublicKeyInfo (RFC 6376 §3.6.1), Ed25519 keys as their bare 32 octets (RFC 8463 §4). */
function publicRecordOf(key: KeyObject, algorithm: StoredDkimKey["algorithm"]): string {
  const der = key.export({ type: "spki", format: "der" });
  return (algorithm === "rsa" ? der : der.subarray(-32)).toString("base64");
}

function refuseForeign(email: string, domain: string, selectors: readonly string[]): void {
  const own = email.slice(email.lastIndexOf("@") + 1);
  if (own !== domain && !own.endsWith(`.${domain}`)) {
    const detail = `A signature of ${domain} does not speak for ${email}.`;
    throw refused("/dkimSigning/domain", detail);
  }
  if (new Set(selectors).size < selectors.length)
    throw refused("/dkimSigning/selectors", "Each key has its own selector.");
}

function refused(pointer: string, detail: string): Problem {
  return new Problem("invalid_request", { detail, errors: [{ pointer, code: "invalid", detail }] });
}
