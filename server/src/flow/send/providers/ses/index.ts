import { type Fault, jsonOf, type Reading, textAt } from "../api/answer.ts";
import { apiProvider, type Dialect } from "../api/api-connection.ts";
import type { Answer } from "../api/exchange.ts";
import { signedHeaders } from "./signature.ts";

const path = "/v2/email/outbound-emails";

/**
 * Amazon SES v2, by raw mail. It puts a Message-ID of its own in place of ours, under which answers come and later mails
 * of the thread refer to it.
 */
export const sesDialect: Dialect = {
  name: "ses",
  connections: 5,
  urlOf: (region) => (region !== null && isRegion(region) ? `https://email.${region}.amazonaws.com` : null),
  lacks({ login, region }) {
    if (login === null) return "This account has no access key.";
    return region !== null && isRegion(region) ? null : "This account names no AWS region, such as eu-west-1.";
  },
  send(mail, server, secret) {
    const { id, from, to } = mail.envelope;
    const body = Buffer.from(
      JSON.stringify({
        FromEmailAddress: from,
        Destination: { ToAddresses: [to] },
        Content: { Raw: { Data: mail.raw.toString("base64") } },
        EmailTags: [{ Name: "email", Value: id }],
      }),
    );
    const signer = {
      keyId: server.login ?? "",
      secret,
      region: server.region ?? "",
      service: "ses",
      now: server.machineNow(),
    };
    const base = server.url.pathname.replace(/\/$/, "");
    const headers = { "content-type": "application/json" };
    const signed = signedHeaders({ method: "POST", host: server.url.host, path: base + path, headers, body }, signer);
    return { method: "POST", path, headers: signed, body };
  },
  accepted(answer, { region }) {
    const id = textAt(jsonOf(answer), "MessageId");
    // us-east-1 was there first, and carries no name.
    const domain = region === "us-east-1" ? "email.amazonses.com" : `${region}.amazonses.com`;
    return { words: `id ${id ?? "?"}`, providerMessageId: id === null ? null : `<${id}@${domain}>` };
  },
  refused(answer) {
    const type = errorType(answer);
    const message = textAt(jsonOf(answer), "message") ?? textAt(jsonOf(answer), "Message");
    const reading: Reading = type === null ? {} : { words: `${type}: ${message ?? ""}`.trim() };
    const fault = faults[type ?? ""] ?? faultOfWords(message);
    return fault === null || answer.status >= 500 ? reading : { ...reading, fault };
  },
};

export const ses = apiProvider(sesDialect);

function isRegion(region: string): boolean {
  return /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/.test(region);
}

const faults: Readonly<Record<string, Fault>> = {
  TooManyRequestsException: "later",
  ThrottlingException: "later",
  Throttling: "later",
  LimitExceededException: "later",
  ConcurrentModificationException: "later",
  AccountSuspendedException: "account",
  SendingPausedException: "account",
  MailFromDomainNotVerifiedException: "account",
};

/** A 400 says in its words whose fault it is. */
function faultOfWords(message: string | null): Fault | null {
  if (message === null) return null;
  if (/not verified/i.test(message)) return "account";
  return /(local|domain) (address|name|part)? ?contains|missing final '@domain'|illegal address/i.test(message)
    ? "recipient"
    : null;
}

function errorType(answer: Answer): string | null {
  const header = answer.headers["x-amzn-errortype"];
  const said = (typeof header === "string" ? header : null) ?? textAt(jsonOf(answer), "__type");
  return said?.replace(/:.*$/, "").replace(/^.*#/, "") ?? null;
}
