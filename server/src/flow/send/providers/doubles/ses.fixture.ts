import { headerOf, headFaults, jsonBody, mailFaults, type Service, shapeFaults, type Taken } from "./double.fixture.ts";

const send = "/v2/email/outbound-emails";

interface Message {
  readonly Destination?: { readonly ToAddresses?: readonly string[] };
  readonly Content?: { readonly Raw?: { readonly Data?: string } };
  readonly EmailTags?: readonly unknown[];
}

/**
 * Amazon SES v2, `SendEmail` with raw content. All of it is assumed: no description of this service lies in the corpus, so
 * this is what its documentation says, written down by hand.
 */
export const sesService: Service = {
  name: "ses",
  faults(heard) {
    if (heard.method !== "POST" || heard.path !== send) return [`${heard.method} ${heard.path} is unknown`];
    const message = jsonBody(heard) as Message | null;
    const authorization =
      /^AWS4-HMAC-SHA256 Credential=\w+\/\d{8}\/[a-z0-9-]+\/ses\/aws4_request, SignedHeaders=[a-z;-]+, Signature=[0-9a-f]{64}$/;
    const shape = { FromEmailAddress: "string", Destination: "object", Content: "object", EmailTags: "array" };
    return [
      ...headFaults(heard, { type: /^application\/json$/, authorization }),
      ...(/^\d{8}T\d{6}Z$/.test(String(heard.headers["x-amz-date"])) ? [] : ["x-amz-date is malformed"]),
      ...shapeFaults(message, shape, "message"),
      ...shapeFaults(message?.Destination, { ToAddresses: "array" }, "Destination"),
      ...shapeFaults(message?.Content?.Raw, { Data: "string" }, "Raw"),
      ...(message?.EmailTags ?? []).flatMap((tag) =>
        shapeFaults(tag, { Name: "string", Value: "string" }, "EmailTags"),
      ),
      ...mailFaults(rawOf(message)),
    ];
  },
  isSend: ({ path }) => path === send,
  take(heard): Taken {
    const message = jsonBody(heard) as Message;
    const messageId = headerOf(rawOf(message), "Message-ID");
    return { to: message.Destination?.ToAddresses?.[0] ?? "", messageId, threadId: "" };
  },
  answer: (_, taken) => ({ status: 200, body: { MessageId: `0100-${taken.length}-000000` } }),
};

function rawOf(message: Message | null): Buffer {
  return Buffer.from(message?.Content?.Raw?.Data ?? "", "base64");
}
