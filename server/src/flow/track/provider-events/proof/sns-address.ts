/** A GET at Amazon; throws where no answer comes. */
export type AskAmazon = (url: URL) => Promise<{ readonly status: number; readonly text: string }>;

/** An address at Amazon SNS of this region, by TLS and without anything that could lead elsewhere; else null. */
export function snsUrl(address: string, region: string): URL | null {
  const url = URL.parse(address);
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  const isPlain = url?.protocol === "https:" && url.port === "" && url.username === "" && url.password === "";
  return isPlain && /^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/.test(region) && url.hostname === `sns.${region}.${suffix}`
    ? url
    : null;
}
