import {
  accountStopped,
  addressDead,
  contactRefused,
  contactUnknown,
  mailboxFull,
  malformed,
  permanent,
  type ReplyRule,
  retry,
  senderUntrusted,
  slower,
  spam,
  temporary,
} from "./rule.ts";

const codes = "https://www.rfc-editor.org/rfc/rfc5321#section-4.2";
const enhancedCodes = "https://www.rfc-editor.org/rfc/rfc3463#section-3";
const signIn = "https://www.rfc-editor.org/rfc/rfc4954#section-6";
const authentication = "https://www.rfc-editor.org/rfc/rfc7372#section-3";
const tooMany = "https://www.rfc-editor.org/rfc/rfc6585#section-4";
const early = ["connection", "sender"] as const;

/** Words of no single product that say the same wherever they stand. */
const words: readonly ReplyRule[] = [
  {
    name: "too fast",
    source: codes,
    code: temporary,
    text: /rate.?limit|too (?:many|much) (?:mail|message|email|recipient)|too (?:fast|frequent)|throttl|slow down|sending (?:limit|rate)|exceeded .*(?:limit|rate)/,
    means: slower,
  },
  {
    name: "our own quota",
    source: codes,
    code: permanent,
    text: /(?:sending|daily|hourly|message|submission) (?:quota|limit) (?:is |was |has been )?(?:exceeded|reached)|exceeded your .*(?:quota|limit)/,
    means: accountStopped,
  },
  {
    name: "no such person",
    source: codes,
    code: permanent,
    stages: ["recipient", "content"],
    text: /(?:user|mailbox|recipient|address|account) (?:is )?(?:unknown|not found|does not exist|doesn't exist)|unknown (?:user|recipient)|no such (?:user|mailbox|recipient|person)|unknown or illegal alias/,
    means: addressDead,
  },
  {
    name: "mailbox full",
    source: codes,
    code: permanent,
    text: /(?:mailbox|user|account|inbox)[^.]{0,30} (?:is )?(?:full|over ?quota|exceed(?:s|ed)? .*(?:quota|limit))|quota exceeded|over ?quota/,
    means: mailboxFull,
  },
  {
    name: "taken for spam",
    source: codes,
    code: permanent,
    stages: ["content"],
    text: /spam|unsolicited|junk|bulk mail/,
    means: spam,
  },
  { name: "a virus", source: codes, code: permanent, text: /virus|malware/, means: malformed },
];

/** By number, as the standards give them; the last rows take whatever is left. */
const numbers: readonly ReplyRule[] = [
  { name: "too many requests", source: tooMany, code: [429, 429], means: slower },
  { name: "not signed in", source: signIn, code: [530, 530], means: accountStopped },
  { name: "sign-in refused", source: signIn, code: [534, 535], means: accountStopped },
  { name: "sign-in needs encryption", source: signIn, code: [538, 538], means: accountStopped },
  {
    name: "x.1.7, x.1.8: a sender nobody knows",
    source: enhancedCodes,
    code: permanent,
    enhanced: /\.1\.[78]$/,
    means: senderUntrusted,
  },
  {
    name: "too large, said before a recipient",
    source: enhancedCodes,
    code: [552, 552],
    stages: early,
    means: contactUnknown,
  },
  {
    name: "refused before a recipient was named",
    source: codes,
    code: permanent,
    stages: early,
    means: accountStopped,
  },
  { name: "x.1.x: the address", source: enhancedCodes, code: permanent, enhanced: /^\d\.1\.\d+$/, means: addressDead },
  {
    name: "x.2.1: a closed mailbox",
    source: enhancedCodes,
    code: permanent,
    enhanced: /^\d\.2\.1$/,
    means: addressDead,
  },
  { name: "x.2.2: a full mailbox", source: enhancedCodes, code: permanent, enhanced: /^\d\.2\.2$/, means: mailboxFull },
  {
    name: "x.2.3, x.3.4: too large",
    source: enhancedCodes,
    code: permanent,
    enhanced: /^\d\.(?:2\.3|3\.4)$/,
    means: contactUnknown,
  },
  {
    name: "x.6.x: the form of the mail",
    source: enhancedCodes,
    code: permanent,
    enhanced: /^\d\.6\.\d+$/,
    means: malformed,
  },
  {
    name: "SPF, DKIM, reverse DNS",
    source: authentication,
    code: permanent,
    enhanced: /^\d\.7\.(?:8|9|2\d|3[0-2]|40)$/,
    means: senderUntrusted,
  },
  {
    name: "x.7.x of a recipient: their policy",
    source: enhancedCodes,
    code: permanent,
    enhanced: /^\d\.7\.\d+$/,
    stages: ["recipient"],
    means: contactRefused,
  },
  { name: "x.7.x of the text: policy", source: enhancedCodes, code: permanent, enhanced: /^\d\.7\.\d+$/, means: spam },
  { name: "any other enhanced code", source: enhancedCodes, code: permanent, enhanced: /./, means: contactUnknown },
  { name: "a full mailbox, without more", source: codes, code: [552, 552], stages: ["recipient"], means: mailboxFull },
  { name: "a mail too large, without more", source: codes, code: [552, 552], stages: ["content"], means: malformed },
  {
    name: "a recipient refused, without more",
    source: codes,
    code: permanent,
    stages: ["recipient"],
    means: addressDead,
  },
  { name: "a text refused, without more", source: codes, code: permanent, stages: ["content"], means: spam },
  { name: "closing for now", source: codes, code: [421, 421], means: slower },
  { name: "4.7.x: policy, for now", source: enhancedCodes, code: temporary, enhanced: /^4\.7\.\d+$/, means: slower },
  { name: "for now", source: codes, code: temporary, means: retry },
  { name: "neither yes nor no", source: codes, code: [100, 399], means: { kind: "uncertain" } },
];

export const standard: readonly ReplyRule[] = [...words, ...numbers];
