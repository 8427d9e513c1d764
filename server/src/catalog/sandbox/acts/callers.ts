import type { ActDetail } from "../queries/acts.ts";
import type { Visit } from "./act.ts";

/** A program that fetches what a mail leads to, as a server sees it. */
interface Caller {
  readonly userAgent: string;
  /** An address that this installation believes of itself only: the last hop a proxy beside it would have written. */
  readonly address: string;
  /** What it asks of each link, in this order. */
  readonly asks: readonly Visit["method"][];
}

type Machine = Exclude<NonNullable<ActDetail["as"]>, "human">;
type Scanner = NonNullable<ActDetail["scanner"]>;
type MachineName = Scanner | Exclude<Machine, "scanner">;

/**
 * Scanners, each as somebody met it. What they call themselves is told apart from what people's programs do, so that a
 * visit can be traced to its act.
 */
const scanners: Readonly<Record<Scanner, Caller>> = {
  /** Names itself, as some do, and asks for the head first (civicrm/civicrm-core#35328). */
  barracuda: { userAgent: "Barracuda Sentinel (EE)", address: "64.235.150.12", asks: ["HEAD", "GET"] },
  /** Chrome 96 on Windows 10 before delivery (gophish/gophish#2446), each link twice from 40.107.0.0/16 (gophish#973). */
  safelinks: { userAgent: windowsChrome("96.0.4664.110"), address: "40.107.218.5", asks: ["GET", "GET"] },
  /** The same service when somebody clicks: Chrome 101 from 40.94.89.0/24, a cloud's (gophish/gophish#2646). */
  "safelinks-at-click": { userAgent: windowsChrome("101.0.4951.54"), address: "40.94.89.21", asks: ["GET"] },
  /** Under a browser's name (mautic/mautic#16263, for both) from the vendor's network (engine, networks.ts). */
  mimecast: { userAgent: windowsChrome("108.0.5359.125"), address: "207.211.31.40", asks: ["HEAD", "GET"] },
  proofpoint: { userAgent: windowsChrome("103.0.5060.134"), address: "67.231.156.9", asks: ["HEAD", "GET"] },
  /** An old Chrome long after delivery (gophish/gophish#2357; this one: #2446), from nowhere known: documentation's. */
  patient: { userAgent: windowsChrome("79.0.3945.136"), address: "198.51.100.23", asks: ["GET"] },
};

const others: Readonly<Record<Exclude<Machine, "scanner">, Caller>> = {
  /** Apple's Mail Privacy Protection says no more than this, through a relay. */
  prefetch: { userAgent: "Mozilla/5.0", address: "172.225.1.18", asks: ["GET"] },
  proxy: {
    userAgent: "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    address: "66.249.84.33",
    asks: ["GET"],
  },
};

/** Names of common mail programs and browsers. */
const people = [
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
  windowsChrome("141.0.0.0"),
  `${windowsChrome("141.0.0.0")} Edg/141.0.0.0`,
  "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0",
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
] as const;

/** Who asks in an act. The same person always uses the same program, from the same (documentation) address. */
export function callerOf({ as = "human", scanner = "barracuda" }: ActDetail, recipient: string): Caller {
  if (as === "scanner") return scanners[scanner];
  if (as !== "human") return others[as];
  const sum = [...recipient].reduce((total, char) => total + (char.codePointAt(0) ?? 0), 0);
  return {
    userAgent: people[sum % people.length] ?? people[0],
    address: `203.0.113.${1 + (sum % 254)}`,
    asks: ["GET"],
  };
}

/** The machine behind a name; null for a name that people's programs have as well. */
export function machineCalled(userAgent: string): MachineName | null {
  return machineOf.get(userAgent) ?? null;
}

const { prefetch, proxy } = others;
const machineOf = new Map<string, MachineName>([
  ...Object.entries(scanners).map(([name, { userAgent }]) => [userAgent, name as Scanner] as const),
  [prefetch.userAgent, "prefetch"],
  [proxy.userAgent, "proxy"],
]);

/** The names of all machines with what their acts say they are. */
export const machineNames: readonly { readonly userAgent: string; readonly as: Machine }[] = [
  ...Object.values(scanners).map(({ userAgent }) => ({ userAgent, as: "scanner" as const })),
  { userAgent: prefetch.userAgent, as: "prefetch" },
  { userAgent: proxy.userAgent, as: "proxy" },
];

function windowsChrome(version: string): string {
  return `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version} Safari/537.36`;
}
