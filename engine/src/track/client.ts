import Bowser from "bowser";

/** The program somebody opened or clicked with, as it names itself: anybody may say anything. */
export interface Client {
  readonly name: string;
  readonly kind: "mail" | "browser" | "proxy" | "program";
  readonly os: string | null;
  readonly device: "desktop" | "phone" | "tablet" | null;
}

interface ClientRow {
  readonly name: string;
  readonly kind: Client["kind"];
  readonly sign: RegExp;
}

/** Mail programs and proxies, most telling first: bowser knows browsers, and takes most of these for one. */
const clientTable: readonly ClientRow[] = [
  { name: "Gmail’s picture proxy", kind: "proxy", sign: /GoogleImageProxy/i },
  { name: "Yahoo’s picture proxy", kind: "proxy", sign: /YahooMailProxy/i },
  { name: "Apple’s privacy proxy", kind: "proxy", sign: /^Mozilla\/5\.0$/ },
  { name: "Outlook for Mac", kind: "mail", sign: /MacOutlook|Outlook-Mac/i },
  { name: "Outlook mobile", kind: "mail", sign: /Outlook-(?:iOS|Android)/i },
  { name: "Outlook", kind: "mail", sign: /Microsoft Outlook|ms-office|MSOffice|Outlook-Express|OneOutlook/i },
  { name: "Windows Mail", kind: "mail", sign: /WindowsMail|microsoft\.windowscommunicationsapps/i },
  { name: "Thunderbird", kind: "mail", sign: /Thunderbird/ },
  { name: "Betterbird", kind: "mail", sign: /Betterbird/ },
  { name: "SeaMonkey", kind: "mail", sign: /SeaMonkey/ },
  { name: "Postbox", kind: "mail", sign: /Postbox/ },
  { name: "eM Client", kind: "mail", sign: /eM ?Client/i },
  { name: "Mailbird", kind: "mail", sign: /Mailbird/i },
  { name: "The Bat!", kind: "mail", sign: /The Bat!/ },
  { name: "Evolution", kind: "mail", sign: /Evolution\// },
  { name: "KMail", kind: "mail", sign: /KMail|Kontact/ },
  { name: "Geary", kind: "mail", sign: /Geary/ },
  { name: "Notes", kind: "mail", sign: /Lotus-?Notes|HCL ?Notes/i },
  { name: "Airmail", kind: "mail", sign: /Airmail/ },
  { name: "Spark", kind: "mail", sign: /\bSpark\b|Readdle/ },
  { name: "Canary Mail", kind: "mail", sign: /Canary ?Mail/i },
  { name: "Mimestream", kind: "mail", sign: /Mimestream/ },
  { name: "Superhuman", kind: "mail", sign: /Superhuman/i },
  { name: "K-9 Mail", kind: "mail", sign: /K-9|K9mail/i },
  { name: "FairEmail", kind: "mail", sign: /FairEmail/i },
  { name: "BlueMail", kind: "mail", sign: /BlueMail/i },
  { name: "Samsung Email", kind: "mail", sign: /Samsung ?Email|SecEmail/i },
  { name: "Foxmail", kind: "mail", sign: /Foxmail/i },
  { name: "Zoho Mail", kind: "mail", sign: /ZohoMail/i },
  // Mail on iOS and macOS says what Safari says, but for Safari's own words.
  {
    name: "Apple Mail",
    kind: "mail",
    sign: /^Mozilla\/5\.0 \((?:iPhone|iPad|Macintosh);[^)]*\) AppleWebKit\/[\d.]+ \(KHTML, like Gecko\)(?: Mobile\/\w+)?$/,
  },
];

const devices = { desktop: "desktop", mobile: "phone", tablet: "tablet" } as const;
const isDevice = (type: string): type is keyof typeof devices => Object.hasOwn(devices, type);

/** null where nothing in the agent has a name we know. */
export function clientOf(agent: string): Client | null {
  const said = agent.trim().slice(0, 300);
  if (said === "") return null;
  const known = clientTable.find(({ sign }) => sign.test(said));
  // What a proxy says of its system is its own, or made up.
  if (known?.kind === "proxy") return { name: known.name, kind: known.kind, os: null, device: null };
  const { browser, os, platform } = Bowser.parse(said);
  const type = platform.type ?? "";
  const place = { os: os.name || null, device: isDevice(type) ? devices[type] : null };
  if (known !== undefined) return { name: known.name, kind: known.kind, ...place };
  if (!browser.name || browser.name === "Mozilla") {
    return place.os === null ? null : { name: "A program", kind: "program", ...place };
  }
  const kind = type === "bot" || place.device === null ? "program" : "browser";
  return { name: browser.name, kind, ...place };
}

/** As a person would say it: "Thunderbird on Linux". */
export function sayClient({ name, os, device }: Pick<Client, "name" | "os" | "device">): string {
  if (os === "iOS") return `${name} on ${device === "tablet" ? "an iPad" : "an iPhone"}`;
  if (os === "macOS") return `${name} on a Mac`;
  return os === null ? name : `${name} on ${os}`;
}
