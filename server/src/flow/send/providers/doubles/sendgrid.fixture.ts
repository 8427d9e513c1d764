import { headFaults, jsonBody, type Service, shapeFaults, type Taken } from "./double.fixture.ts";

const send = "/v3/mail/send";

interface Message {
  readonly personalizations?: readonly { readonly to?: readonly { readonly email?: string }[] }[];
  readonly from?: unknown;
  readonly content?: readonly { readonly type?: string; readonly value?: string }[];
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly tracking_settings?: unknown;
  readonly attachments?: readonly unknown[];
}

const reserved =
  /^(x-sg-id|x-sg-eid|received|dkim-signature|content-type|content-transfer-encoding|to|from|subject|reply-to|cc|bcc)$/i;

/** SendGrid v3: `POST /mail/send`. Assumed, not described: that a Message-ID in `headers` is kept, and `X-Message-Id`. */
export const sendgridService: Service = {
  name: "sendgrid",
  faults(heard) {
    if (heard.method !== "POST" || heard.path !== send) return [`${heard.method} ${heard.path} is unknown`];
    const message = jsonBody(heard) as Message | null;
    const shape = {
      personalizations: "array",
      from: "object",
      subject: "string",
      content: "array",
      headers: "object",
      tracking_settings: "object",
      "attachments?": "array",
    };
    const contents = message?.content ?? [];
    return [
      ...headFaults(heard, { type: /^application\/json$/, authorization: /^Bearer \S+$/ }),
      ...shapeFaults(message, shape, "message"),
      ...(message?.personalizations ?? []).flatMap((one) =>
        shapeFaults(one, { to: "array", custom_args: "object" }, "to"),
      ),
      ...shapeFaults(message?.from, { email: "string", "name?": "string" }, "from"),
      ...contents.flatMap((part) => shapeFaults(part, { type: "string", value: "string" }, "content")),
      ...(message?.attachments ?? []).flatMap((file) =>
        shapeFaults(
          file,
          { content: "string", filename: "string", type: "string", disposition: "string", "content_id?": "string" },
          "attachments",
        ),
      ),
      ...(contents.every((part) => part.value !== "") ? [] : ["a part is empty"]),
      ...(contents[0]?.type === "text/plain" ? [] : ["text/plain does not come first"]),
      ...Object.entries(message?.headers ?? {}).flatMap(([name, value]) =>
        reserved.test(name) || typeof value !== "string" ? [`the header ${name} may not be set like this`] : [],
      ),
    ];
  },
  isSend: ({ path }) => path === send,
  take(heard): Taken {
    const message = jsonBody(heard) as Message;
    const messageId = String(message.headers?.["Message-ID"]);
    return { to: message.personalizations?.[0]?.to?.[0]?.email ?? "", messageId, threadId: "" };
  },
  answer: (_, taken) => ({ status: 202, headers: { "x-message-id": `sg${taken.length}` } }),
};
