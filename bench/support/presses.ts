import { Agent, request } from "node:http";

interface Pressed {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly slowestMs: number;
}

/**
 * Presses each unsubscribe link once, as a mail program does (RFC 8058 §3.2), so many a second whoever is still waiting; each
 * is timed from the instant it was due, so that a server that stalls cannot hide it.
 */
export async function pressAll(
  urls: readonly string[],
  { perSecond }: { readonly perSecond: number },
): Promise<Pressed> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const start = performance.now();
  const took = await Promise.all(
    urls.map(async (url, place) => {
      const dueAt = start + (place * 1_000) / perSecond;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueAt - performance.now())));
      await press(agent, url);
      return performance.now() - dueAt;
    }),
  );
  agent.destroy();
  // What is not warm yet is the first second.
  const counted = took.slice(perSecond).sort((a, b) => a - b);
  const at = (share: number) => counted[Math.min(counted.length - 1, Math.floor(counted.length * share))] ?? Number.NaN;
  return { p50Ms: at(0.5), p99Ms: at(0.99), slowestMs: at(1) };
}

function press(agent: Agent, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const asked = request(url, { agent, method: "POST", headers }, (answer) => {
      answer.resume().once("end", () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`a press was answered with ${answer.statusCode}`));
      });
    });
    asked.once("error", reject).end("List-Unsubscribe=One-Click");
  });
}
