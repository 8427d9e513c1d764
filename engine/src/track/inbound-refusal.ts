import { type BounceReasonName, bounceReasons } from "./bounce-reasons.ts";
import { bounceTypeOf, type RefusalStage } from "./bounce-type.ts";
import { refusalWords } from "./refusal-words.ts";
import type { BounceType } from "./signals.ts";

/** The words of one refusal and its codes, as far as a report gives them. */
export interface ReportedRefusal {
  /** What the server said, without line ends. */
  readonly said: string;
  /** Enhanced status of the report (RFC 3463), e.g. "5.1.1". */
  readonly status: string | null;
  /** At which command it was refused, where the report tells. */
  readonly stage: RefusalStage | null;
}

/** Why a mail came back, and whose fault that is for good. */
export interface Refusal {
  readonly reason: BounceReasonName;
  readonly bounceType: BounceType;
}

/**
 * Why a mail came back. Whether for good is another matter (RFC 3463 §2: the class says how lasting, subject and detail
 * say what): "4.1.1 user unknown" speaks of the mailbox, but a passing fault never says that an address is dead (B16).
 */
export function readRefusal(refusal: ReportedRefusal): Refusal {
  const reason = reasonOf(refusal);
  const { type } = bounceReasons[reason];
  return { reason, bounceType: type === "hard" && isPassing(refusal) ? "soft" : type };
}

/** The server's words first, because more than half of all reports carry a generic or a wrong number; then the numbers. */
function reasonOf(refusal: ReportedRefusal): BounceReasonName {
  const { status, stage } = refusal;
  const said = plainWords(refusal.said);
  const { code, enhanced } = codesIn(said);
  const given = [enhanced, status].filter((each) => each !== null);
  const numbered = byNumbers(code, given.find((each) => !/^\d\.[05]\.\d+$/.test(each)) ?? null);
  const [worded = numbered, , vague] = refusalWords.find(([, pattern]) => pattern.test(said)) ?? [];
  // A number that names an address or the sender's name says more than words that are said of everything.
  if (vague !== undefined && numbered !== "unknown" && (speaking.has(numbered) || worded === "unreachable")) {
    return numbered;
  }
  // Before it has heard a name, a server can only mean the host that calls (RFC 5321 §3.1).
  if (vague === "no" && stage === "connection") return "reputation";
  // RFC 3463 §3.1: with x.0.0 only the class is known, and such words say the class once more.
  if (vague === "later" && given.includes("4.0.0")) return "unknown";
  if (isPassing(refusal)) return forNow(worded, said);
  return worded === "no_mailbox" && !isAboutMailbox({ said, status, stage }) ? "not_accepting" : worded;
}

/** For now, a name that is not found is a look-up that failed; that a domain takes no mail is what it says itself (RFC 7505). */
function forNow(reason: BounceReasonName, said: string): BounceReasonName {
  if (reason === "no_mail_host" && !/null ?mx|no mx\b/i.test(said)) return "unreachable";
  return reason === "unknown" ? "unreachable" : reason;
}

/** Whether it was refused for now only. */
function isPassing(refusal: ReportedRefusal): boolean {
  const { code, enhanced } = codesIn(plainWords(refusal.said));
  return code === null ? (enhanced ?? refusal.status)?.startsWith("4") === true : code < 500;
}

/**
 * What the server said, without what speaks of nothing: names of people and machines ("filter@virus.example" is no virus)
 * and the headings of reporters ("the following list of recipients: … Domain does not exist" says nothing of a recipient).
 */
function plainWords(said: string): string {
  return said
    .replace(gatewayHeading, "")
    .replace(listHeading, "$&;")
    .replace(/[^\s<>"'(),:;]+@[^\s<>"'(),:;]+/g, "@");
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

/** Reporters name whom they could not reach below a heading, and only then why (OpenSMTPD, Exim, Exchange, Gmail). */
const listHeading = /following (?:list of )?(?:recipients?|address(?:es)?)(?:\([a-z]+\))?[^.;:\n]{0,40}:/gi;

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
