import type { BounceReasonName } from "./bounce-reasons.ts";
import { fieldGroups, headerOf, headersNamed, type InboundMail } from "./inbound-mail.ts";
import { codesIn, readRefusal } from "./inbound-refusal.ts";
import { refusalStageIn } from "./refusal-stage.ts";
import type { BounceType } from "./signals.ts";

/** What a report says about one recipient. */
export interface ReportedRecipient {
  /** The address the reporting server tried, lower case; null where it hides it. */
  readonly address: string | null;
  /** The address the sender had written, where it differs (forwarding, aliases). */
  readonly originalAddress: string | null;
  /** `relayed` and `expanded` (RFC 3464 §2.3.3) are no more than handed on: they count as delivered to nobody. */
  readonly action: "failed" | "delayed" | "delivered" | "relayed";
  readonly status: string | null;
  /** The server's own words in one line. */
  readonly said: string;
  /** Whose fault it is; null unless failed. */
  readonly bounceType: BounceType | null;
  /** Why, as one row of `bounceReasons`; null where it was delivered or handed on. */
  readonly reason: BounceReasonName | null;
}

export interface Feedback {
  /** As it says, lower case: abuse, opt-out, fraud, virus, auth-failure, not-spam, other … (RFC 5965 §7.3). */
  readonly type: string;
  /** Whether the recipient complains about the mail: abuse and opt-out do, auth-failure and not-spam never do. */
  readonly complains: boolean;
  readonly recipients: readonly string[];
}

const complaints: ReadonlySet<string> = new Set(["abuse", "opt-out", "opt-out-list", "fraud", "complaint"]);

/** Reads a feedback report (RFC 5965); null where the mail carries none. */
export function readFeedback(mail: InboundMail): Feedback | null {
  const part = mail.reports.find((each) => each.type === "feedback-report");
  if (part === undefined) return null;
  const fields = fieldGroups(part.text).flatMap((group) => [...group]);
  const type = fields.find(([name]) => name === "feedback-type")?.[1].toLowerCase() ?? "abuse";
  const recipients = fields
    .filter(([name]) => /^(?:original-rcpt-to|removal-recipient)(?:#\d+)?$/.test(name))
    .flatMap(([, value]) => addressIn(value) ?? []);
  return { type, complains: complaints.has(type), recipients };
}

/** Reads the per-recipient fields of a delivery status notification (RFC 3464 §2.3); empty where there are none. */
export function readDeliveryStatus(mail: InboundMail): ReportedRecipient[] {
  const parts = mail.reports.filter((part) => part.type === "delivery-status").map((part) => part.text);
  const recipients = (parts.length === 0 ? statusInText(mail) : parts)
    .flatMap((text) => fieldGroups(text))
    .filter((group) => group.has("final-recipient") || group.has("action") || group.has("original-recipient"))
    .slice(0, mostRecipients)
    .map((group) => readRecipient(group, ownWords(mail.text)));
  const [only] = recipients;
  // Many servers keep the machine part bare and tell the reason only to people.
  if (recipients.length === 1 && only !== undefined && only.said === "") {
    const words = ownWords(mail.text);
    const said = oneLine(words);
    return [{ ...only, said: replyIn(said).slice(0, 500), ...why(only.action, { said, status: only.status, words }) }];
  }
  return recipients;
}

/** A report whose boundaries were lost on the way: the fields stand in the text, below the words for people. */
function statusInText(mail: InboundMail): string[] {
  if (!/multipart\/report/i.test(headerOf(mail, "Content-Type") ?? "")) return [];
  const at = mail.text.search(/^(?:reporting-mta|final-recipient|original-recipient)\s*:/im);
  return at === -1 ? [] : [mail.text.slice(at, at + 50_000)];
}

function why(
  action: ReportedRecipient["action"],
  { said, status, words }: { readonly said: string; readonly status: string | null; readonly words: string },
): Pick<ReportedRecipient, "bounceType" | "reason"> {
  if (action !== "failed" && action !== "delayed") return { bounceType: null, reason: null };
  const { reason, bounceType } = readRefusal({ said, status, stage: refusalStageIn(said) ?? refusalStageIn(words) });
  return { reason, bounceType: action === "failed" ? bounceType : null };
}

function readRecipient(fields: ReadonlyMap<string, string>, words: string): ReportedRecipient {
  const status = /([245]\.\d{1,3}\.\d{1,3})/.exec(fields.get("status") ?? "")?.[1] ?? null;
  const diagnostic = fields.get("diagnostic-code") ?? fields.get("x-supplementary-info") ?? "";
  const said = oneLine(diagnostic.replace(/^[\w-]+\s*;\s*/, "")).slice(0, 500);
  const action = actionOf(fields.get("action") ?? "", status);
  return {
    address: addressIn(fields.get("final-recipient") ?? ""),
    originalAddress: addressIn(fields.get("original-recipient") ?? ""),
    action,
    status: status ?? codesIn(said).enhanced,
    said,
    ...why(action, { said, status, words }),
  };
}

function actionOf(written: string, status: string | null): ReportedRecipient["action"] {
  const word = written.toLowerCase().split(/[^a-z]/)[0];
  if (word === "delayed") return "delayed";
  if (word === "delivered") return "delivered";
  if (word === "relayed" || word === "expanded") return "relayed";
  return word !== "failed" && status?.startsWith("2") ? "delivered" : "failed";
}

const systemSender = /^(?:mailer-?daemon|mail-?daemon|postmaster|post_master|mdaemon|mailer|mailerdaemon)(?:@|$)/i;
/** Nobody writes under these names, whatever the words (RFC 3834 §2). A postmaster may be a person. */
const daemonSender = /^(?:mailer-?daemon|mail-?daemon|mdaemon)@/i;
const noReply = /^(?:no-?reply|do-?not-?reply)(?:@|$)/i;
const systemName =
  /mail(?:er)?[- ]?(?:delivery|deliver|daemon)|delivery (?:sub)?system|postmaster|mail system|mailer-daemon|system administrator/i;
const returnSubject =
  /undeliver|non.?deliver|delivery (?:status|failure|failed|has failed|report|problem|notification|error)|(?:mail|message) (?:delivery|system|failure|could not)|mail error|returned mail|returned to sender|failure notice|failed delivery|could not be (?:delivered|sent)|unzustellbar|non remis|no (?:se )?(?:ha )?(?:podido )?entrega|error sending/i;
const failureWords =
  /could not be delivered|requested action not taken|couldn't be delivered|was not delivered|not be delivered|unable to deliver|wasn't able to deliver|delivery (?:to the following|has) .{0,40}fail|following (?:recipient|address|errors)|permanent (?:fatal )?(?:error|failure)|failed permanently|did not reach|undeliverable|user unknown|returned (?:below|to you)|delivery failed|fatal errors|not deliverable|error while|rejected/i;
const delayWords =
  /\(delay\)|\bdelayed\b|has not yet been delivered|will (?:continue to )?(?:be )?re-?tr(?:y|ied)|warning message only|still (?:being )?(?:trying|queued)|no action is required|could not send message for (?:the )?past|status notification: warning/i;

/** Whether a mail system wrote this to give a mail back, in words for people only (older servers, some gateways). */
export function isReturnedInWords(mail: InboundMail): boolean {
  const nameless = mail.from === null || isUnanswerable(mail);
  const system = systemSender.test(mail.from ?? "") || (systemName.test(mail.fromName) && nameless);
  const nobody = isUnanswerable(mail) && (mail.from === null || returnSubject.test(mail.subject));
  const returnsIt = mail.reports.some((part) => part.type === "original") && failureWords.test(ownWords(mail.text));
  if (returnsIt && (isUnanswerable(mail) || noReply.test(mail.from ?? ""))) return true;
  if (daemonSender.test(mail.from ?? "")) return true;
  if (!system && !nobody) return false;
  return returnSubject.test(mail.subject) || failureWords.test(mail.text) || codesIn(ownWords(mail.text)).code !== null;
}

function isUnanswerable(mail: InboundMail): boolean {
  const path = headerOf(mail, "Return-Path");
  return path !== null && /^(?:<\s*>|<?mailer-daemon(?:@[^>]*)?>?|)$/i.test(path);
}

/** One or more recipients of a mail returned in words, each with the words that stand with it. */
export function readReturnedInWords(mail: InboundMail): ReportedRecipient[] {
  const text = ownWords(mail.text);
  const delayed =
    delayWords.test(`${mail.subject}\n${text}`) && !/giving up|given up|gave up|will not be retried/i.test(text);
  const own = segmentsOf(text, failedRecipients(mail)).map((segment) => readSegment(segment, delayed));
  if (own.some((one) => one.reason !== "unknown")) return own;
  // A gateway that only passes on somebody else's report: the reason stands in the mail it attaches.
  const inside = nestedRecipients(mail);
  return inside.length === 0 ? own : inside;
}

function readSegment({ address, words }: Segment, delayed: boolean): ReportedRecipient {
  const said = oneLine(words).slice(0, 2_000);
  const { enhanced } = codesIn(said);
  const action = delayed ? "delayed" : "failed";
  return {
    address,
    originalAddress: null,
    action,
    status: enhanced,
    said: replyIn(said).slice(0, 500),
    ...why(action, { said, status: null, words }),
  };
}

function nestedRecipients(mail: InboundMail): ReportedRecipient[] {
  const [inside] = mail.reports.filter((part) => part.type === "original").map((part) => part.text);
  if (inside === undefined) return [];
  const fields = inside.search(/^(?:final-recipient|original-recipient)\s*:/im);
  if (fields !== -1) {
    return fieldGroups(inside.slice(fields, fields + 5_000))
      .filter((group) => group.has("action"))
      .map((group) => readRecipient(group, inside.slice(0, fields)));
  }
  const talk = inside.search(/transcript of (?:the )?session/i);
  if (talk === -1) return [];
  const words = inside.slice(talk, talk + 5_000);
  return [readSegment({ address: addressIn(words), words }, false)];
}

/** From the first reply code on, where there is one: what the server said, without what the reporter said of it. */
function replyIn(said: string): string {
  const at = said.search(/(?<![\d.])[45]\d\d[ -](?:[45]\.\d|\S)/);
  return at === -1 ? said : said.slice(at);
}

/** Exim and Gmail name whom they could not reach in a field of their own. */
function failedRecipients(mail: InboundMail): ReadonlySet<string> {
  const named = headersNamed(mail, "X-Failed-Recipients").flatMap((value) => value.split(","));
  return new Set(named.slice(0, mostRecipients).flatMap((each) => addressIn(each) ?? []));
}

interface Segment {
  readonly address: string | null;
  readonly words: string;
}

/** Text belongs to the address it follows; text without any address is about somebody unknown. */
function segmentsOf(text: string, failed: ReadonlySet<string>): Segment[] {
  const dialogue = transcriptSegments(text);
  if (dialogue.length > 1) return dialogue;
  const starts = [
    ...text.matchAll(
      /^[ \t>*]*(?:(?:recipient|user|address|rcpt to)\s*:\s*)?[<"']?([^\s<>"(),:;]+@[a-z0-9.-]+\.[a-z]{2,})>?/gim,
    ),
  ].filter((match) => failed.size === 0 || failed.has((match[1] as string).toLowerCase()));
  const [only] = failed;
  if (starts.length === 0) return [{ address: only ?? addressIn(text), words: text }];
  const byAddress = new Map<string, string>();
  for (const [index, match] of starts.slice(0, mostRecipients).entries()) {
    const address = (match[1] as string).toLowerCase();
    const words = text.slice(match.index, starts[index + 1]?.index);
    byAddress.set(address, `${byAddress.get(address) ?? ""} ${words}`);
  }
  // With one address the reason may as well stand above it.
  if (byAddress.size === 1) return [{ address: [...byAddress.keys()][0] as string, words: text }];
  return [...byAddress].map(([address, words]) => ({ address, words }));
}

/** A report of more recipients is read by its beginning: we write to one person at a time. */
const mostRecipients = 200;

/**
 * Sendmail's transcript ends the dialogue about a recipient with a line of its own, "550 <a@b.example>... User unknown";
 * what stands since the last such line is about this one.
 */
function transcriptSegments(text: string): Segment[] {
  const segments: Segment[] = [];
  let since = text.search(/transcript of session/i);
  if (since === -1) return [];
  for (const match of text.matchAll(/^[45]\d\d <?([^\s<>]+@[^\s<>]+?)>?\.\.\. .*$/gm)) {
    const end = match.index + match[0].length;
    if (match.index < since || segments.length >= mostRecipients) continue;
    const words = text.slice(since, end);
    const talk = words.toLowerCase().lastIndexOf("while talking to");
    segments.push({ address: (match[1] as string).toLowerCase(), words: words.slice(Math.max(0, talk)) });
    since = end;
  }
  return segments;
}

const originalBelow =
  /^(?:[-=_* ]*(?:below this line|this is a copy of|original message|message header|returned message|unsent message|copy of the message|a copy of|message text|transcript of headers|start of returned|included is|the body of|headers? of)|(?:return-path|received|x-mailer|dkim-signature|message-id|delivered-to):\s)/im;

/** What the reporting server wrote itself: without the returned mail below, and without its subject, which we wrote. */
function ownWords(text: string): string {
  const at = text.slice(0, 50_000).search(originalBelow);
  return text.slice(0, at > 40 ? at : 50_000).replaceAll(/^[ \t>*-]*subject[ \t]*:.*$/gim, "");
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}

/** `rfc822; a@b.example`, `utf-8;…\x{fc}…` (RFC 6533 §3), `rfc822;a+2Bb@c` (xtext, RFC 3461 §4), `<a@b>`. */
function addressIn(value: string): string | null {
  const bare = value.replace(/^\s*(?:rfc822|utf-8|smtp|x-\w+)\s*;\s*/i, "");
  const decoded = bare
    .replace(/\\x\{([0-9a-f]{2,6})\}/gi, (_, hex: string) =>
      String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(hex, 16))),
    )
    .replace(/\+(2B|3D|20|40)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return /[^\s<>"(),:;[\]]{1,64}@[^\s<>"(),:;[\]]{1,253}/.exec(decoded)?.[0].toLowerCase().replace(/\.$/, "") ?? null;
}
