import { type Heard, headerOf, headFaults, mailFaults, type Service, type Taken } from "./double.fixture.ts";

const send = /^\/v3\/[a-z0-9.-]+\/messages\.mime$/;
const known = /^(to|message|o:tracking|v:.+)$/;

/** Mailgun v3: `POST /v3/{domain}/messages.mime`. Assumed, not described: that the id it answers is the mail's Message-ID. */
export const mailgunService: Service = {
  name: "mailgun",
  faults(heard) {
    if (heard.method !== "POST" || !send.test(heard.path)) return [`${heard.method} ${heard.path} is unknown`];
    const parts = formParts(heard);
    return [
      ...headFaults(heard, {
        type: /^multipart\/form-data; boundary=[\w'()+,./:=?-]{1,70}$/,
        authorization: /^Basic YXBpO/,
      }),
      ...[...parts.keys()].filter((name) => !known.test(name)).map((name) => `the field ${name} is unknown`),
      ...["to", "message"].filter((name) => !parts.has(name)).map((name) => `the field ${name} is missing`),
      ...mailFaults(parts.get("message") ?? Buffer.alloc(0)),
    ];
  },
  isSend: ({ path }) => send.test(path),
  take(heard): Taken {
    const parts = formParts(heard);
    const messageId = headerOf(parts.get("message") ?? Buffer.alloc(0), "Message-ID");
    return { to: parts.get("to")?.toString() ?? "", messageId, threadId: "" };
  },
  answer: (_, taken) => ({ status: 200, body: { id: taken.at(-1)?.messageId, message: "Queued. Thank you." } }),
};

/** The fields of a multipart/form-data body (RFC 7578), by name. */
export function formParts({ headers, body }: Pick<Heard, "headers" | "body">): Map<string, Buffer> {
  const boundary = /boundary=(.+)$/.exec(headers["content-type"] ?? "")?.[1] ?? "";
  const parts = new Map<string, Buffer>();
  for (const part of body.toString("latin1").split(`--${boundary}`).slice(1, -1)) {
    const [head = "", ...rest] = part.replace(/^\r\n/, "").replace(/\r\n$/, "").split("\r\n\r\n");
    parts.set(/ name="([^"]+)"/.exec(head)?.[1] ?? "", Buffer.from(rest.join("\r\n\r\n"), "latin1"));
  }
  return parts;
}
