import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface SeenRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly response_format?: unknown;
  };
}

/** How the next requests are answered. */
export type ChatAnswer = (response: ServerResponse, seen: SeenRequest) => void;

/** A real server that speaks the chat completions protocol, and answers as a test tells it to. */
export async function openChatServer() {
  const seen: SeenRequest[] = [];
  let answer: ChatAnswer = says({ class: "other", until: null, confidence: 0.9 });
  const server = createServer(async (request, response) => {
    const one = await seenOf(request);
    seen.push(one);
    answer(response, one);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    seen,
    answerWith(next: ChatAnswer) {
      answer = next;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function seenOf(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { authorization } = request.headers;
  return { path: request.url ?? "", authorization, body: JSON.parse(Buffer.concat(chunks).toString()) };
}

/** A whole answer whose message is this text, or this as JSON. */
export function says(content: object | string): ChatAnswer {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  return (response) => {
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({ id: "chat-1", choices: [{ index: 0, message: { role: "assistant", content: text } }] }),
    );
  };
}

export function refuses(status: number, headers: Readonly<Record<string, string>> = {}): ChatAnswer {
  return (response) => {
    response.writeHead(status, headers);
    response.end(JSON.stringify({ error: { message: "no" } }));
  };
}
