import { type BounceReasonName, bounceReasons } from "./bounce-reasons.ts";
import { bounceTypeOf, type RefusalStage } from "./bounce-type.ts";
import { refusalWords } from "./refusal-words.ts";

/** The words of one refusal and its codes, as far as a report gives them. */
export interface ReportedRefusal {
  /** What the server said, without line ends. */
  readonly said: string;
  /** Enhanced status of the report (RFC 3463), e.g. "5.1.1". */
  readonly status: string | null;
  /** At which command it was refused, where the report tells. */
  readonly stage: RefusalStage | null;
}

/**
 * Why a mail came back: the server's words first, because more than half of all reports carry a generic or a wrong
 * number; then the numbers. A passing fault (4.x.x) never says that an address is dead (B16).
 */
export function reasonOf(refusal: ReportedRefusal): BounceReasonName {
  const { status, stage } = refusal;
  // Names of people and machines say nothing: "filter@virus.example" is no virus.
  const said = refusal.said.replace(gatewayHeading, "").replace(/[^\s<>"'(),:;]+@[^\s<>"'(),:;]+/g, "@");
  const { code, enhanced } = codesIn(said);
  const specific = [enhanced, status].find((each) => each !== null && !/^\d\.[05]\.\d+$/.test(each)) ?? null;
  const numbered = byNumbers(code, specific);
  const found = refusalWords.findIndex(([, pattern]) => pattern.test(said));
  const worded = refusalWords[found]?.[0] ?? numbered;
  // "Rejected" and "refused" are said of everything; a number that names an address or the sender's name says more.
  const isVague = found >= refusalWords.length - 2;
  const reason =
    isVague && (speaking.has(numbered) || worded === "unreachable") && numbered !== "unknown" ? numbered : worded;
  const isPassing = code === null ? status?.startsWith("4") === true : code < 500;
  if (isPassing) return reason === "unknown" || bounceReasons[reason].type === "hard" ? "unreachable" : reason;
  return reason === "no_mailbox" && !isAboutMailbox({ said, status, stage }) ? "not_accepting" : reason;
}

const speaking: ReadonlySet<BounceReasonName> = new Set(["no_mailbox", "no_mail_host", "sender_auth"]);

/**
 * "User unknown" is the list of mailboxes speaking only where it was said to RCPT, carries a number that says so
 * (x.1.x), or is the reporting server's own finding. A filter says the same after the whole mail was taken.
 */
function isAboutMailbox({ said, status, stage }: ReportedRefusal): boolean {
  const { code, enhanced } = codesIn(said);
  if ([enhanced, status].some((each) => each !== null && /^5\.1\.(?:0|1|2|3|6|10)$/.test(each))) return true;
  if (stage !== null) return stage === "recipient";
  return code === null || ownTexts.test(said);
}

/** Gateways put a heading of their own before what the server said: "5.1.0 - Unknown address error 550-'5.7.1 …". */
const gatewayHeading = /^[45]\.\d\.\d - [a-z ]{3,60}(?=[45]\d\d[- ])/i;

/** Texts with one meaning wherever they stand: RFC 5321 §4.2.3 for 550, Yahoo's, and Sendmail's local mailer. */
const ownTexts =
  /mail\.local: unknown user|requested action not taken: mailbox unavailable|requested user mailbox not found|delivery error: dd /i;

function byNumbers(code: number | null, enhanced: string | null): BounceReasonName {
  // A bare 550 in a report was not always said to RCPT; it is a guess, and a guess kills no address.
  if (enhanced === null) return "unknown";
  const named = ofNumber[enhanced.slice(2)];
  if (named !== undefined) return named;
  if (enhanced.startsWith("4")) return "unreachable";
  const type = bounceTypeOf({ code: code ?? 550, enhanced }, "recipient");
  return ofType[type] ?? (/^5\.[34]\./.test(enhanced) ? "unreachable" : "unknown");
}

/** RFC 3463 §3 and the registry of RFC 5248. */
const ofNumber: Readonly<Record<string, BounceReasonName>> = {
  "1.2": "no_mail_host",
  "1.10": "no_mail_host",
  "2.0": "not_accepting",
  "2.1": "not_accepting",
  "2.2": "mailbox_full",
  "2.3": "too_big",
  "3.4": "too_big",
  "4.5": "rate",
  "7.9": "policy",
  "7.27": "no_mail_host",
  "7.28": "rate",
};

const ofType: Readonly<Partial<Record<string, BounceReasonName>>> = {
  hard: "no_mailbox",
  soft: "mailbox_full",
  block: "policy",
  auth: "sender_auth",
  content: "content",
};

/** The reply code and enhanced code a text quotes: "550 5.1.1 …", "550-5.7.26 …", "#5.1.1", "(#4.4.1)". */
export function codesIn(said: string): { code: number | null; enhanced: string | null } {
  const reply = /(?<![\d.])([45]\d\d)(?:[ -]+#?([45]\.\d{1,3}\.\d{1,3})|(?=[ -:]))(?![\d.])/.exec(said);
  const enhanced = reply?.[2] ?? /(?<![\d.])#?([45]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(said)?.[1] ?? null;
  return { code: reply?.[1] === undefined ? null : Number(reply[1]), enhanced };
}
