import { BlockList, isIP } from "node:net";
import { resolve } from "node:path";

/** A value, or what it must be, in words that end the sentence "… but it must be". */
export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly wants: string };

const good = (value: unknown): Parsed => ({ ok: true, value });
const bad = (wants: string): Parsed => ({ ok: false, wants });

export function parsePort(text: string): Parsed {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? good(port) : bad("a whole number from 0 (a free port) to 65535");
}

export function parseHost(text: string): Parsed {
  const isName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text);
  const looksNumeric = /^[\d.]+$/.test(text);
  return isIP(text) !== 0 || (isName && !looksNumeric)
    ? good(text)
    : bad("an address or host name without port, such as 127.0.0.1, ::1 or 0.0.0.0");
}

/** Relative paths count from the folder the command was started in. */
export function parsePath(text: string, cwd: string): Parsed {
  return text.trim() !== "" && !text.includes("\0") ? good(resolve(cwd, text)) : bad("a path");
}

export function parseDatabaseUrl(text: string): Parsed {
  const wants = "a URL such as postgresql://user:password@host:5432/database";
  // An empty host (`user@/database?host=/folder`) is good for PostgreSQL and no URL for anybody else.
  const url = URL.parse(text.replace("@/", "@localhost/"));
  if (url === null || !/^postgres(ql)?:\/\//.test(text)) return bad(wants);
  return url.pathname.length > 1 ? good(text) : bad(`${wants}, with the name of the database`);
}

export function parseBaseUrl(text: string): Parsed {
  const url = URL.parse(text);
  const isBase =
    url !== null && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "" && url.username === "";
  if (!isBase || url.pathname !== "/")
    return bad("an http or https address without a path, such as https://haste.example.com");
  return good(url.origin);
}

/** An identity provider; on http only where nobody can listen. */
export function parseIssuer(text: string): Parsed {
  const url = URL.parse(text);
  const isSafe =
    url?.protocol === "https:" || (url?.protocol === "http:" && /^(127\.|localhost$|\[::1\]$)/.test(url.hostname));
  return isSafe ? good(text.replace(/\/$/, "")) : bad("an https address such as https://accounts.google.com");
}

/** A filter of the operator's own: SpamAssassin's spamd, or Rspamd over HTTP. */
export function parseSpamFilter(text: string): Parsed {
  const url = URL.parse(text);
  const isKnown = url !== null && /^(?:spamd|https?):$/.test(url.protocol) && url.hostname !== "";
  return isKnown && /^\/?$/.test(url.pathname) && url.username === ""
    ? good(text.replace(/\/$/, ""))
    : bad("an address such as spamd://127.0.0.1:783 (SpamAssassin) or http://127.0.0.1:11333 (Rspamd)");
}

export function parseWord(text: string): Parsed {
  return /^\S{1,500}$/.test(text) ? good(text) : bad("what the provider's console shows, without spaces");
}

export function parseTopic(text: string): Parsed {
  return /^projects\/[\w.:-]+\/topics\/[\w.~+%-]+$/.test(text) ? good(text) : bad("projects/<project>/topics/<topic>");
}

export function parseSwitch(text: string): Parsed {
  if (/^(1|true|yes|on)$/i.test(text)) return good(true);
  if (/^(0|false|no|off)$/i.test(text)) return good(false);
  return bad("1 or 0");
}

export function parseNetworks(text: string): Parsed {
  const networks = text
    .split(",")
    .map((network) => network.trim())
    .filter((network) => network !== "");
  const wrong = networks.find((network) => !isNetwork(network));
  return wrong === undefined
    ? good(networks)
    : bad(`networks such as 10.0.0.0/8,fd00::/8 (${JSON.stringify(wrong)} is none)`);
}

function isNetwork(text: string): boolean {
  const [address = "", prefix = "", ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0 || !/^\d{1,3}$/.test(prefix)) return false;
  try {
    new BlockList().addSubnet(address, Number(prefix), family === 6 ? "ipv6" : "ipv4");
    return true;
  } catch {
    return false;
  }
}

/** Providers whose address is asked over the network; smtp accounts name their own server. */
const providersWithUrl: ReadonlySet<string> = new Set(["gmail", "outlook", "sendgrid", "mailgun", "ses"]);

/** A base may have a path, since some of them do. */
export function parseProviderUrls(text: string): Parsed {
  const urls: Record<string, string> = {};
  for (const part of text.split(",").filter((some) => some.trim() !== "")) {
    const [, name = "", address = ""] = /^\s*([a-z]+)=(.*?)\s*$/.exec(part) ?? [];
    const url = URL.parse(address);
    const isBase = url !== null && /^https?:$/.test(url.protocol) && url.search === "" && url.username === "";
    if (!providersWithUrl.has(name) || !isBase) {
      return bad(
        `a list such as ses=https://ses.example.com of ${[...providersWithUrl].join(", ")} (${JSON.stringify(part)} is none)`,
      );
    }
    urls[name] = url.href.replace(/\/$/, "");
  }
  return good(urls);
}
