import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { type HostPolicy, resolveChecked } from "../../../platform/net/index.ts";
import { amazonPatienceMs, longestAmazonAnswer } from "./limits.ts";
import type { AskAmazon } from "./proof/sns-address.ts";

/** Asks Amazon at the address that was checked; follows no redirect, waits five seconds, reads 64 KB. */
export function amazonOver(policy: HostPolicy): AskAmazon {
  return async (url) => {
    const { address, family } = await resolveChecked(url.hostname, policy);
    const signal = AbortSignal.timeout(amazonPatienceMs);
    const asked = request({
      host: address,
      family,
      servername: url.hostname,
      path: url.pathname + url.search,
      headers: { host: url.host },
      agent: false,
      signal,
    });
    asked.end();
    const [answer] = (await once(asked, "response", { signal })) as [IncomingMessage];
    return { status: answer.statusCode ?? 0, text: await textOf(answer) };
  };
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestAmazonAnswer) throw new Error("Amazon's answer is too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
