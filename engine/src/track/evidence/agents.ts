import type { Finding, Rule } from "./visit.ts";

interface AgentRow {
  readonly name: string;
  readonly pattern: RegExp;
  readonly says: Finding["says"];
  readonly source: string;
}

const crawlersOnTheirOwn = "the program names itself";

/** Programs that give themselves away, most telling first. Patterns have no nested repetition: they stay linear. */
const agentTable: readonly AgentRow[] = [
  {
    name: "apple-privacy",
    // Says nothing but this, through relays all over the world, soon after delivery, whether anybody reads or not.
    pattern: /^Mozilla\/5\.0$/,
    says: "machine",
    source: "Apple, Mail Privacy Protection: support.apple.com/guide/iphone/iphf084865c7/ios",
  },
  {
    name: "gmail-proxy",
    // Fetches when the mail is opened, for whoever opens it: a person, or a program in their mailbox.
    pattern: /GoogleImageProxy/i,
    says: "doubt",
    source: "Google, Gmail image proxy: support.google.com/a/answer/3299041; mautic/mautic#16069 (all of Gmail lost)",
  },
  {
    name: "yahoo-proxy",
    pattern: /YahooMailProxy/i,
    says: "doubt",
    source: "Yahoo, help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
  },
  {
    name: "scanner-agent",
    pattern:
      /proofpoint|urldefense|mimecast|barracuda|safelinks|microsoft-urlanalyzer|messagelabs|symantec|trendmicro|trend micro|\btmes\b|fireeye|trellix|ironport|ciscosecureemail|sophos|fortimail|fortiguard|forcepoint|websense|zscaler|cloudmark|vade ?secure|kaspersky|bitdefender|virustotal|urlscan|mcafee|area1/i,
    says: "machine",
    source: "the vendors' own names in access logs: mautic/mautic#16263, gophish/gophish#973, warmbly/warmbly#412",
  },
  {
    name: "link-preview",
    pattern:
      /slackbot|slack-imgproxy|skypeuripreview|teamsbot|whatsapp\/|telegrambot|twitterbot|linkedinbot|facebookexternalhit|discordbot|google-pagerenderer|bingpreview|embedly|iframely/i,
    says: "machine",
    source: `${crawlersOnTheirOwn}: a chat that shows what a link leads to`,
  },
  {
    name: "crawler",
    pattern: /bot\b|crawl|spider|scanner|archiver|monitor(?:ing)?\b|uptime|pingdom/i,
    says: "machine",
    source: crawlersOnTheirOwn,
  },
  {
    name: "program",
    pattern:
      /python|curl\/|wget\/|libwww|go-http-client|okhttp|java\/|apache-httpclient|axios\/|node-fetch|undici|ruby|guzzle|php\/|headless|phantomjs|puppeteer|playwright|selenium|winhttp|powershell/i,
    says: "machine",
    source: `${crawlersOnTheirOwn}: libraries and browsers without a screen`,
  },
];

const absent: Rule = {
  name: "no-agent",
  family: "agent",
  source: "RFC 9110 §10.1.5: a user agent should name itself; mail programs and browsers do",
  find: ({ agent }) => (agent.trim() === "" ? { says: "machine", value: "" } : null),
};

export const agentRules: readonly Rule[] = [
  absent,
  ...agentTable.map(
    ({ name, pattern, says, source }): Rule => ({
      name,
      family: "agent",
      source,
      find({ agent }) {
        const sign = pattern.exec(agent.trim())?.[0];
        return sign === undefined ? null : { says, value: sign };
      },
    }),
  ),
];

/** Whether a mailbox provider's own proxy asks, which is no more surprising on that provider's network. */
export function isImageProxy(agent: string): boolean {
  return /GoogleImageProxy|YahooMailProxy/i.test(agent);
}
