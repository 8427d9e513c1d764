import { bounceTypeOf } from "./bounce-type.ts";
import type { BounceType } from "./signals.ts";

/**
 * What servers write when they give mail back, by whose fault it is. The first that fits decides, so the plain words
 * about an address come before the vague ones about policy, and the ones about the sender come before both: "sender
 * domain does not exist" says nothing about the recipient.
 */
const words: readonly (readonly [BounceType, RegExp])[] = [
  ["soft", /receiving mail at a rate|rate.limited/i],
  [
    "auth",
    /\bspf\b|\bdkim\b|\bdmarc\b|sender policy framework|unauthenticated|not authenticated|required authentication|authentication (?:checks? )?(?:failed|required)|\bptr\b|reverse dns|\brdns\b|reverse (?:mapping|lookup|hostname)|fcrdns|does not have a valid (?:reverse|dns)|must have a reverse/i,
  ],
  [
    "block",
    /(?:sender|mail from|envelope.from|from address|return-?path|reverse-path)\b[^.;\n]{0,60}(?:rejected|denied|refused|not exist|not found|not resolve|could not be|not allowed|not accepted|invalid|blocked|verif)|domain of sender|cannot resolve your|sender (?:was )?rejected|posting (?:to|messages)|permission to post/i,
  ],
  [
    "soft",
    /(?:mail ?box|mail ?folder|inbox|user|account|recipient|storage|quota|disk|spool)[^.;\n]{0,60}(?:\bfull\b|over ?quota|quota|exceed|insufficient|limit|out of space|no space)|over (?:its |their |the )?(?:disk )?quota|quota (?:exceed|violat|full|limit)|exceed\w* (?:the |its |his |their )?(?:\w+ )?(?:quota|storage|mailbox|disk)|not enough (?:storage|space|disk|quota)|insufficient (?:disk|storage|system storage|space)|too much mail data|too many messages in/i,
  ],
  [
    "soft",
    /(?:account|mailbox|user|recipient|address|e-?mail)[^.;\n]{0,50}(?:suspend|disabled|deactivated|inactive|not active|is locked|frozen|expired|dormant|discontinued)|(?:suspended|disabled|inactive|deactivated|frozen|locked) (?:account|mailbox|user|recipient)|temporarily (?:disabled|suspended|inactive)/i,
  ],
  [
    "content",
    /message (?:size|length|is too|too (?:big|large))|too (?:big|large)|(?:exceed\w*|maximum)[^.;\n]{0,40}(?:size|length)|size limit|virus|malware|infected|attachment[^.;\n]{0,40}(?:not|block|reject|prohib)|not rfc ?\d{3,4} compliant|malformed (?:message|header)|(?:multiple|duplicate|invalid|missing) [^.;\n]{0,20}headers?\b|bare (?:lf|cr)|8-?bit/i,
  ],
  [
    "hard",
    /user unknown|unknown (?:user|recipient|address(?! error)|mailbox|account|local.part|or illegal alias)|not listed in|address rejected(?:: access denied|\.?$)|not recognized|recipient name is not|invalid final delivery|check if (?:the )?address is correct|no such (?:user|mailbox|recipient|address|account|person|local user|domain|host|e-?mail)|not a (?:known|valid) (?:user|recipient|mailbox|address)|(?:user|recipient|mailbox|account|address(?:ee)?|alias|e-?mail|inbox|username)[^;\n]{0,70}(?:do(?:es)? ?n[o']t exist|not exist|not found|unknown|invalid|not valid|no longer (?:exist|available|valid|in use|active|on|with|here|works)|not known|is not (?:here|listed|a valid|registered)|unavailable|couldn't be found|could not be found|undeliverable|not a local)|(?:invalid|unreachable) domain|(?:invalid|bad|nonexist\w*|non-exist\w*|undeliverable|illegal|unrouteable|unroutable) (?:recipient|mailbox|user|address|destination)|does not like recipient|not our customer|no account by that name|no mailbox (?:here|found|by that)|delivery error: dd |can(?:not|'t) find (?:user|mailbox)|has moved|user (?:has )?(?:left|moved)|not local; please try|unknown local/i,
  ],
  [
    "hard",
    /(?:host|domain|name)[^.;\n]{0,60}(?:not found|unknown|does ?n[o']t exist|not exist|no such|not resolve|lookup fail|could not be found|unresolv|couldn't be found)|host unknown|unknown (?:host|domain)|dns lookup failure: host|does(?:n't| not) receive e-?mail|nxdomain|no mx\b|null mx|does(?: not|n't) accept (?:any )?(?:e-?mail|mail)|nullmx|bad destination (?:system|host)|all relevant mx records point to non-existent|no route to domain|unrouteable mail domain|couldn't find any host/i,
  ],
  [
    "block",
    /spam|block(?:ed|list|ing)|black ?list|reputation|spamhaus|barracuda|\br?[bd]nsbl\b|\brbl\b|abus|polic(?:y|ies)|access denied|relay(?:ing)?[^.;\n]{0,20}(?:den|not|prohib)|not permitted|administrative(?:ly)? prohib|prohibited|banned|unsolicited|bulk mail|listed (?:in|on|at|by)|refused|rejected|too many (?:connections|recipients|messages|errors)|rate limit|throttl|greylist|suspicious|not allowed|denied/i,
  ],
  [
    "soft",
    /timed? ?out|connection (?:refused|reset|lost|dropped|closed|attempts? failed)|(?:could not|couldn't|cannot|can't|unable to|wasn't able to|failed to) (?:connect|establish|contact|open|reach)|retry (?:time|timeout|limit)|failed \d+ attempts|domain is not reachable|dns error|name service error|too long|expired|not (?:been )?(?:able to be )?delivered (?:for|within|after)|temporar|try again|giving up|network|server (?:unavailable|busy|not available|too busy)|service unavailable|not responding|did not respond|undelivered for/i,
  ],
];

/** The words of one refusal and its codes, as far as a report gives them. */
export interface ReportedRefusal {
  /** What the server said, without line ends. */
  readonly said: string;
  /** Enhanced status of the report (RFC 3463), e.g. "5.1.1". */
  readonly status: string | null;
  /** The recipient had been taken before: "user unknown" then comes from a filter, not from the list of mailboxes. */
  readonly isAfterData: boolean;
}

/**
 * Whose fault a returned mail is: the server's words first, because more than half of all reports carry a generic or a
 * wrong number; then the numbers. A passing fault (4.x.x) never says that an address is dead (B16).
 */
export function judgeReported({ said, status, isAfterData }: ReportedRefusal): BounceType {
  const { code, enhanced } = codesIn(said);
  const specific = [enhanced, status].find((each) => each !== null && !/^\d\.0\.\d+$/.test(each)) ?? null;
  const numbered = byNumbers(code, specific);
  const worded = words.find(([, pattern]) => pattern.test(said))?.[0] ?? numbered;
  // "Rejected" and "refused" are said of everything; a number that names the sender's authentication says more.
  const type = worded === "block" && numbered === "auth" ? numbered : worded;
  const passing = code === null ? status?.startsWith("4") === true : code < 500;
  if (passing && (type === "unknown" || type === "hard")) return "soft";
  return isAfterData && type === "hard" ? "block" : type;
}

function byNumbers(code: number | null, enhanced: string | null): BounceType {
  if (enhanced !== null)
    return enhanced.startsWith("4") ? "soft" : bounceTypeOf({ code: code ?? 550, enhanced }, "recipient");
  // A bare 550 in a report was not always said to RCPT; it is a guess, and a guess kills no address.
  return "unknown";
}

/** The reply code and enhanced code a text quotes: "550 5.1.1 …", "550-5.7.26 …", "#5.1.1", "(#4.4.1)". */
export function codesIn(said: string): { code: number | null; enhanced: string | null } {
  const reply = /(?<![\d.])([45]\d\d)(?:[ -]+#?([45]\.\d{1,3}\.\d{1,3})|(?=[ -:]))(?![\d.])/.exec(said);
  const enhanced = reply?.[2] ?? /(?<![\d.])#?([45]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(said)?.[1] ?? null;
  return { code: reply?.[1] === undefined ? null : Number(reply[1]), enhanced };
}
