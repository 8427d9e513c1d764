/** What only matters to filters, beside the checks that stand beside the editor (`engine/render/lint`). */
import { type Finding, hostOf } from "../../render/index.ts";
import { faultOfFile } from "../../template/index.ts";

export interface AttachedName {
  readonly name: string;
  readonly size: number;
}

export interface ContentToJudge {
  /** Null: it answers in a thread. */
  readonly subject: string | null;
  readonly htmlContent: string;
  readonly textContent: string | null;
  readonly attachments: readonly AttachedName[];
}

interface OwnRule {
  readonly rule: string;
  readonly severity: Finding["severity"];
  readonly why: string;
  readonly fix: string;
  readonly source: string | null;
  /** A sentence for each time it holds. */
  find(content: ContentToJudge, links: readonly string[]): readonly string[];
}

const spamassassin = "Apache SpamAssassin";
/** Words per link below which a mail is mostly links. */
const fewWordsPerLink = 12;
const manyLinks = 4;
/** Archives and pages hide from scanners what they hold, so many hosts set mails with them aside. */
const risky = /\.(?:zip|rar|7z|gz|tgz|tar|doc|xls|ppt|rtf|shtml|xhtml|eml)$/i;

const rules: readonly OwnRule[] = [
  {
    rule: "odd-link",
    severity: "error",
    why: "Links that run something or carry a page in themselves are how attacks travel; clients drop them.",
    fix: "Link to a web page with https.",
    source: "RFC 7595 § 4; Gmail and Outlook drop such links",
    find: (_content, links) =>
      links
        .filter((link) => /^(?:javascript|data|vbscript|file|blob):/i.test(link))
        .map((link) => `“${short(link)}” is no address of a page.`),
  },
  {
    rule: "address-link",
    severity: "error",
    why: "Honest sites have names; a bare address is what a hacked machine has.",
    fix: "Link to the site by its name.",
    source: `${spamassassin}, NUMERIC_HTTP_ADDR and NORMAL_HTTP_TO_IP`,
    find: (_content, links) =>
      links
        .filter((link) =>
          /^https?:\/\/(?:[^/?#@]*@)?(?:\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]+\]|0x[\da-f]+|\d{8,10})(?:[:/?#]|$)/i.test(
            link,
          ),
        )
        .map((link) => `“${short(link)}” leads to a number.`),
  },
  {
    rule: "lookalike-link",
    severity: "warning",
    why: "Letters of other scripts can look like a name that people trust.",
    fix: "Link to the name in plain letters, where there is one.",
    source: "Unicode Technical Standard #39, § 4 (confusable names)",
    find: (_content, links) =>
      links.filter((link) => isLookalike(hostOf(link))).map((link) => `“${short(link)}” mixes scripts.`),
  },
  {
    rule: "plain-link",
    severity: "notice",
    why: "Browsers warn of pages without encryption, and so do some filters.",
    fix: "Link to the same page with https.",
    source: null,
    find: (_content, links) =>
      links.filter((link) => /^http:\/\/[^{]/i.test(link)).map((link) => `“${short(link)}” is not encrypted.`),
  },
  {
    rule: "many-links",
    severity: "warning",
    why: "A letter to one person has a link or two; mails made of links are newsletters or worse.",
    fix: "Keep the one link that matters.",
    source: null,
    find: ({ htmlContent, textContent }, links) => {
      const words = wordsIn(htmlContent === "" ? (textContent ?? "") : htmlContent);
      const isMany = links.length > manyLinks && words / links.length < fewWordsPerLink;
      return isMany ? [`${links.length} links stand among ${words} words.`] : [];
    },
  },
  {
    rule: "active-content",
    severity: "error",
    why: "Forms, scripts and frames do not work in mailboxes, and filters take them for an attack.",
    fix: "Link to a page that has the form.",
    source: `${spamassassin}, HTML_EMBEDS; Gmail and Outlook drop them`,
    find: ({ htmlContent }) => {
      const found = new Set(
        [...htmlContent.matchAll(/<(script|form|iframe|object|embed|applet)\b/gi)].map(([, name]) =>
          name?.toLowerCase(),
        ),
      );
      return [...found].map((name) => `<${name}> stands in the mail.`);
    },
  },
  {
    rule: "refused-file",
    severity: "error",
    why: "Mailboxes turn such mails away before anybody sees them.",
    fix: "Send a PDF or a picture of it, or link to it.",
    source: "Gmail, blocked file types (support.google.com/mail/answer/6590)",
    find: ({ attachments }) =>
      attachments.flatMap(({ name, size }) => faultOfFile({ name, bytes: size })?.detail ?? []),
  },
  {
    rule: "risky-file",
    severity: "warning",
    why: "What a scanner cannot look into, or what may hold macros, is held back or opened first.",
    fix: "Send a PDF, or link to it.",
    source: "Microsoft Defender for Office 365, common attachments filter",
    find: ({ attachments }) =>
      attachments.filter(({ name }) => risky.test(name.trim())).map(({ name }) => `“${name}” hides what it holds.`),
  },
];

/** Findings of all own rules, in the same words as those of the editor's checks. */
export function findForFilters(content: ContentToJudge, links: readonly string[]): Finding[] {
  return rules.flatMap(({ rule, severity, why, fix, source, find }) =>
    find(content, links).map((detail) => ({
      ...{ rule, severity, detail, why, fix, source },
      place: { part: "html" as const, line: null, column: null },
    })),
  );
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** One label with Latin letters beside Cyrillic or Greek ones: no registry sells such a name for an honest use. */
function isLookalike(host: string | null): boolean {
  return (host ?? "")
    .split(".")
    .some((label) => /[a-z]/.test(label) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(label));
}

function wordsIn(html: string): number {
  return html
    .replace(/<[^>]*>/g, " ")
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
