/** What HTML a mail may hold. Everything that is not named here is left out. */

const words = (text: string) => new Set(text.split(" "));

export const allowedElements = words(
  "html head body meta style a abbr address article aside b bdi bdo big blockquote br caption center cite code col " +
    "colgroup dd del dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main " +
    "mark nav ol p pre q s samp section small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr",
);

/** Left out with everything in them; other unknown elements leave their words behind. */
export const droppedWithContent = words(
  "script noscript iframe object applet svg math template textarea select title xmp noembed noframes plaintext frameset " +
    "audio video canvas map datalist",
);

export const voidElements = words(
  "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr",
);

const everywhere = words(
  "class id title lang dir style align valign width height bgcolor color border role hidden nowrap cellpadding cellspacing",
);

const own: Readonly<Record<string, ReadonlySet<string>>> = {
  html: words("xmlns xmlns:v xmlns:o"),
  body: words("text link vlink alink leftmargin topmargin marginwidth marginheight"),
  a: words("href name target rel"),
  img: words("src alt hspace vspace"),
  td: words("colspan rowspan headers abbr scope"),
  th: words("colspan rowspan headers abbr scope"),
  table: words("summary frame rules"),
  col: words("span"),
  colgroup: words("span"),
  font: words("face size"),
  hr: words("noshade size"),
  ol: words("start type reversed"),
  ul: words("type"),
  li: words("value type"),
  br: words("clear"),
  time: words("datetime"),
};

/** Where an address stands. */
export const addressAttributes: Readonly<Record<string, string>> = { a: "href", img: "src" };

export function isAllowedAttribute(element: string, attribute: string): boolean {
  if (everywhere.has(attribute) || attribute.startsWith("aria-")) return true;
  return own[element]?.has(attribute) === true;
}

/** Of `meta`, what says how a mail is drawn; not what leads away or sets anything. */
export function isAllowedMeta(attributes: ReadonlyMap<string, string>): boolean {
  const name = attributes.get("name")?.trim().toLowerCase();
  if (attributes.has("charset")) return true;
  if (name !== undefined) {
    return [
      "viewport",
      "color-scheme",
      "supported-color-schemes",
      "x-apple-disable-message-reformatting",
      "format-detection",
    ].includes(name);
  }
  return ["content-type", "x-ua-compatible"].includes(attributes.get("http-equiv")?.trim().toLowerCase() ?? "");
}

export const metaAttributes = words("charset name content http-equiv");

const addressSchemes: Readonly<Record<string, ReadonlySet<string>>> = {
  a: words("http https mailto tel sms"),
  img: words("http https cid data"),
};

/**
 * The scheme of an address as a browser reads it: controls and white space around and within do not count. Null where
 * there is none; undefined where it is only known once Liquid has filled it.
 */
function schemeOf(address: string): string | null | undefined {
  const bare = address.replace(/[\p{Cc}\s]+/gu, "");
  const match = /^([^:/?#\ue000]*)([:/?#\ue000]?)/.exec(bare);
  if (match?.[2] === "\ue000") return undefined;
  return match?.[2] === ":" ? (match[1] as string).toLowerCase() : null;
}

/** Whether an address may stand in an element; images may be written out only in formats without scripts. */
export function isAllowedAddress(element: string, address: string): boolean {
  const scheme = schemeOf(address);
  if (scheme === null || scheme === undefined) return true;
  if (scheme === "data") return element === "img" && /^\s*data:image\/(?:png|gif|jpe?g|webp);base64,/i.test(address);
  return addressSchemes[element]?.has(scheme) === true;
}
