import { type Heard, headerOf, headFaults, mailFaults, type Service, type Taken } from "./double.fixture.ts";

const send = "/v1.0/me/sendMail";
const sent = "/v1.0/me/messages";
const parameters = new Set(["$filter", "$select", "$top"]);

/**
 * Microsoft Graph v1.0: `sendMail` with MIME and the messages of all folders. Assumed, not described: that MIME goes as
 * text/plain in base64, that internetMessageId is the Message-ID of ours, and the codes of errors.
 */
export const outlookService: Service = {
  name: "outlook",
  faults(heard) {
    const authorization = /^Bearer \S+$/;
    if (heard.method === "GET" && heard.path === sent) {
      const unknown = [...heard.query.keys()].filter((name) => !parameters.has(name));
      const isFilter = /^internetMessageId eq '<[^']+>'$/.test(heard.query.get("$filter") ?? "");
      return [
        ...unknown.map((name) => `the parameter ${name} is unknown`),
        ...(isFilter ? [] : ["$filter is malformed"]),
        ...headFaults(heard, { type: null, authorization }),
      ];
    }
    if (heard.method !== "POST" || heard.path !== send) return [`${heard.method} ${heard.path} is unknown`];
    return [...headFaults(heard, { type: /^text\/plain$/, authorization }), ...mailFaults(rawOf(heard))];
  },
  isSend: ({ path }) => path === send,
  take(heard): Taken {
    const raw = rawOf(heard);
    return { to: headerOf(raw, "To"), messageId: headerOf(raw, "Message-ID"), threadId: "" };
  },
  answer(heard, taken) {
    if (heard.path === send) return { status: 202, headers: { "request-id": "4f8c" } };
    const wanted = /'(<.+>)'/.exec(heard.query.get("$filter") ?? "")?.[1];
    return {
      status: 200,
      body: { value: taken.filter((one) => one.messageId === wanted).map((_, at) => ({ id: `o${at}` })) },
    };
  },
};

function rawOf({ body }: Heard): Buffer {
  return Buffer.from(body.toString(), "base64");
}
