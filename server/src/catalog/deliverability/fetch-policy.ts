import { request } from "node:https";
import type { FetchPolicy, PolicyFile } from "@haste/engine/deliverability";
import { HostNotAllowed, type HostPolicy, type ResolveHost, resolveChecked } from "../../platform/net/index.ts";

const answerWithinMs = 5_000;
/** RFC 8461 §3.2. */
const mostBytes = 65_536;

/**
 * Reads a domain's MTA-STS policy from the web. The domain is a customer's word, so the address is looked up once,
 * checked, and that one is connected; certificates count, redirects do not (RFC 8461 §3.3).
 */
export function createPolicyFetch(policy: HostPolicy, resolve?: ResolveHost): FetchPolicy {
  return async (domain) => {
    const host = `mta-sts.${domain}`;
    try {
      const { address, servername } = await resolveChecked(host, policy, resolve);
      return await read({ host, address, servername: servername ?? host });
    } catch (error) {
      if (error instanceof HostNotAllowed) return { kind: "missing", reason: `${host} leads into a private network.` };
      return failureOf(host, error);
    }
  };
}

function read({
  host,
  address,
  servername,
}: {
  host: string;
  address: string;
  servername: string;
}): Promise<PolicyFile> {
  return new Promise((resolve, reject) => {
    const asking = request(
      { host: address, servername, path: "/.well-known/mta-sts.txt", headers: { host }, agent: false },
      (response) => {
        if (response.statusCode !== 200) {
          response.destroy();
          resolve({ kind: "missing", reason: `${host} answered ${response.statusCode}.` });
          return;
        }
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
          if (text.length > mostBytes) response.destroy(new Error("the file is too long"));
        });
        response.on("error", reject);
        response.on("end", () => resolve({ kind: "found", text }));
      },
    );
    const late = setTimeout(() => asking.destroy(new Error("it took too long")), answerWithinMs);
    asking.on("close", () => clearTimeout(late));
    asking.on("error", reject);
    asking.end();
  });
}

/** A name that is not there and a certificate that is not good are the domain's; everything else may be ours. */
function failureOf(host: string, error: unknown): PolicyFile {
  const { code = "", message } = error as { code?: string; message: string };
  if (code === "ENOTFOUND") return { kind: "missing", reason: `${host} does not exist.` };
  if (/CERT|ALTNAME|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) {
    return { kind: "missing", reason: `the certificate of ${host} is not good (${code}).` };
  }
  return { kind: "unknown", reason: `${host}: ${code || message}.` };
}
