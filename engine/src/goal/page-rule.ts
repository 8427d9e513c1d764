/** A page as a browser tells it: host and path, without scheme, query or fragment. */
interface PageRule {
  readonly host: string;
  readonly how: "exact" | "prefix" | "contains";
  readonly path: string;
}

const host = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?$/;

/**
 * Reads what a goal waits for: `shop.example/thanks` is this page, `shop.example/thanks*` every path that begins so, and
 * `shop.example/*thanks*` every path with it inside. null where it names no host, or has stars elsewhere.
 */
export function readPageRule(written: string): PageRule | null {
  const { name, path } = split(written.trim().replace(/^https?:\/\//i, ""));
  if (!host.test(name) || /[\s?#]/.test(path)) return null;
  const inside = /^\/\*([^*]+)\*$/.exec(path)?.[1];
  if (inside !== undefined) return { host: name, how: "contains", path: inside };
  const isPrefix = path.endsWith("*");
  const plain = isPrefix ? path.slice(0, -1) : path;
  if (plain.includes("*")) return null;
  return isPrefix ? { host: name, how: "prefix", path: plain } : { host: name, how: "exact", path: bare(plain) };
}

/** Whether this page is what the rule means; a slash at the end of a path is no difference. */
export function isPageOf({ host: wanted, how, path }: PageRule, page: string): boolean {
  const seen = split(page);
  if (seen.name !== wanted) return false;
  if (how === "exact") return bare(seen.path) === path;
  return how === "prefix" ? seen.path.startsWith(path) : seen.path.includes(path);
}

/** Hosts know no case, paths do (RFC 3986, 6.2.2.1). */
function split(page: string): { readonly name: string; readonly path: string } {
  const slash = page.indexOf("/");
  if (slash === -1) return { name: page.toLowerCase(), path: "/" };
  return { name: page.slice(0, slash).toLowerCase(), path: page.slice(slash) };
}

function bare(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}
