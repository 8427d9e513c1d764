import {
  accountStopped,
  addressDead,
  contactRefused,
  mailboxFull,
  permanent,
  type ReplyRule,
  retry,
  senderUntrusted,
  slower,
  spam,
  temporary,
} from "./rule.ts";

const yahoo = "https://senders.yahooinc.com/smtp-error-codes";
const apple = "https://support.apple.com/102322";
const proofpoint = "https://ipcheck.proofpoint.com";
const mimecast = "https://mimecastsupport.zendesk.com/hc/articles/34000709564307";
const spamhaus = "https://www.spamhaus.org/faqs/dnsbl-usage";
const postfix = "https://www.postfix.org/postconf.5.html#smtpd_recipient_restrictions";
const greylisting = "https://www.rfc-editor.org/rfc/rfc6647";
const gmx = "https://postmaster.gmx.net/en/error-messages";
const ses = "https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html";
const sendgrid = "https://docs.sendgrid.com/for-developers/sending-email/smtp-errors-and-troubleshooting";
const mailgun = "https://documentation.mailgun.com/docs/mailgun/user-manual/tracking-messages";

export const others: readonly ReplyRule[] = [
  {
    name: "greylisted",
    source: greylisting,
    code: temporary,
    text: /gr[ea]y-?list|\bGL01\b|internal resources are temporarily unavailable/,
    means: retry,
  },
  {
    name: "deferred for volume or complaints",
    source: yahoo,
    code: temporary,
    text: /\bTSS?\d\d\b|unexpected volume or user complaints/,
    means: slower,
  },
  {
    name: "refused for good",
    source: yahoo,
    code: permanent,
    text: /\[(?:TSS?|BL)\d\d\]|will be permanently deferred/,
    means: contactRefused,
  },
  {
    name: "no such account",
    source: yahoo,
    code: permanent,
    text: /delivery error: dd (?:this user doesn't have|not a valid recipient)|mailbox not found/,
    means: addressDead,
  },
  {
    name: "disabled mailbox",
    source: yahoo,
    code: permanent,
    text: /mailbox is (?:disabled|unavailable) ?\(?554\.30|mailbox is disabled/,
    means: addressDead,
  },
  { name: "policy of Yahoo", source: yahoo, code: permanent, text: /not accepted for policy reasons/, means: spam },
  {
    name: "over quota at iCloud",
    source: apple,
    code: permanent,
    text: /user is overquota|overquota/,
    means: mailboxFull,
  },
  {
    name: "local policy of iCloud",
    source: apple,
    code: permanent,
    text: /\[(?:CS|HM)\d\d\]|rejected due to local policy/,
    means: spam,
  },
  {
    name: "blocked by Proofpoint",
    source: proofpoint,
    code: permanent,
    text: /proofpoint\.com\/(?:dnsbl|\?ip)|ipcheck\.proofpoint/,
    means: contactRefused,
  },
  {
    name: "poor reputation at Mimecast",
    source: mimecast,
    code: permanent,
    text: /poor reputation sender|local ct ip reputation/,
    means: contactRefused,
  },
  {
    name: "anti-spoofing at Mimecast",
    source: mimecast,
    code: permanent,
    text: /anti-spoofing policy/,
    means: senderUntrusted,
  },
  {
    name: "administrative prohibition at Mimecast",
    source: mimecast,
    code: permanent,
    text: /administrative prohibition|security policies/,
    means: contactRefused,
  },
  {
    name: "invalid recipient at Mimecast",
    source: mimecast,
    code: permanent,
    text: /invalid recipient/,
    means: addressDead,
  },
  {
    name: "on a block list",
    source: spamhaus,
    code: permanent,
    text: /blocked using|spamhaus|barracuda|spamcop|sorbs|block ?list(?:ed)?\b|listed (?:in|on|at)\b|\bdnsbl\b|\brbl\b/,
    means: contactRefused,
  },
  {
    name: "on a block list, for now",
    source: spamhaus,
    code: temporary,
    text: /blocked using|spamhaus|block ?list(?:ed)?\b|\bdnsbl\b|\brbl\b/,
    means: slower,
  },
  {
    name: "no reverse name, or a wrong greeting",
    source: postfix,
    code: permanent,
    text: /cannot find your (?:reverse )?hostname|reverse dns|ptr record|helo command rejected/,
    means: contactRefused,
  },
  {
    name: "unknown in the local table",
    source: postfix,
    code: permanent,
    text: /user unknown in (?:local|relay|virtual)/,
    means: addressDead,
  },
  {
    name: "relay not allowed",
    source: postfix,
    code: permanent,
    text: /relay(?:ing)? (?:access )?denied|relaying not (?:allowed|permitted)/,
    means: accountStopped,
  },
  {
    name: "not our own address",
    source: postfix,
    code: permanent,
    text: /sender address rejected: not (?:owned|logged in)/,
    means: accountStopped,
  },
  {
    name: "too many connections",
    source: postfix,
    code: temporary,
    text: /too many (?:concurrent |simultaneous )?(?:connections|sessions)/,
    means: slower,
  },
  {
    name: "blocked at GMX",
    source: gmx,
    code: permanent,
    text: /nemesis esmtp service not available|no smtp service|bad dns ptr/,
    means: contactRefused,
  },
  { name: "sending rate of SES", source: ses, code: temporary, text: /maximum sending rate exceeded/, means: slower },
  { name: "daily quota of SES", source: ses, text: /daily message quota exceeded/, means: accountStopped },
  {
    name: "SES does not send for this address",
    source: ses,
    code: permanent,
    text: /address(?:es)? (?:is|are) not verified|sending paused for this account|account is (?:suspended|shut)/,
    means: accountStopped,
  },
  {
    name: "credits of SendGrid",
    source: sendgrid,
    text: /maximum credits exceeded|credits? (?:have been )?exhausted/,
    means: accountStopped,
  },
  {
    name: "sender not verified at SendGrid",
    source: sendgrid,
    code: permanent,
    text: /does not match a verified sender|unauthenticated senders not allowed/,
    means: accountStopped,
  },
  {
    name: "account of Mailgun stopped",
    source: mailgun,
    text: /(?:account|domain) [^ ]* ?(?:is )?(?:temporarily )?(?:disabled|not allowed to send)/,
    means: accountStopped,
  },
];
