import type { ActDetail } from "../queries/acts.ts";

/** Programs as they name themselves. The machines' names are their real ones; people's are of common mail programs. */
const machines = {
  scanner: "Barracuda Sentinel (EE)",
  /** Apple's Mail Privacy Protection says no more than this. */
  prefetch: "Mozilla/5.0",
  proxy: "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
} as const;

const people = [
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
  "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0",
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
] as const;

/** The same person always uses the same program. */
export function userAgentOf(as: NonNullable<ActDetail["as"]>, address: string): string {
  if (as !== "human") return machines[as];
  const sum = [...address].reduce((total, char) => total + (char.codePointAt(0) ?? 0), 0);
  return people[sum % people.length] ?? people[0];
}
