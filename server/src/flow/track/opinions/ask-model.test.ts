import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createHostPolicy } from "../../../platform/net/index.ts";
import { createModelAsk } from "./ask-model.ts";
import { openChatServer, refuses, says } from "./chat-server.fixture.ts";

let server: Awaited<ReturnType<typeof openChatServer>>;
const policy = createHostPolicy(["127.0.0.0/8"]);
const question = { system: "Sort this.", user: '{"reply":"Thanks"}' };
const opinion = { class: "question", until: null, confidence: 0.8 };

beforeAll(async () => {
  server = await openChatServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.seen.length = 0;
});

const modelOf = (url = server.url) => ({ url, name: "small-one", key: "secret-key", mustBeHere: false });
const ask = (answerWithinMs = 5_000) => createModelAsk({ policy, answerWithinMs })(modelOf(), question);

describe("a language model is asked", () => {
  test("over the chat completions protocol, with its key, and its answer is read", async () => {
    server.answerWith(says(opinion));
    expect(await ask()).toEqual({ ok: true, opinion, latencyMs: expect.any(Number) });
    expect(server.seen).toMatchObject([
      {
        path: "/v1/chat/completions",
        authorization: "Bearer secret-key",
        body: {
          model: "small-one",
          messages: [
            { role: "system", content: question.system },
            { role: "user", content: question.user },
          ],
          response_format: { type: "json_schema" },
        },
      },
    ]);
  });

  test("once more in the plain form where its server knows no schema", async () => {
    server.answerWith((response, { body }) =>
      (body.response_format === undefined ? says(opinion) : refuses(400))(response, server.seen[0] as never),
    );
    expect(await ask()).toMatchObject({ ok: true, opinion });
    expect(Object.keys(server.seen[1]?.body ?? {})).toEqual(["model", "messages"]);
  });

  test.each([
    ["in a fence of Markdown", `\`\`\`json\n${JSON.stringify(opinion)}\n\`\`\``],
    ["after it thought aloud", `<think>{"class":"unsubscribe"}</think>\n${JSON.stringify(opinion)}`],
  ])("and is understood where it answers %s", async (_how, content) => {
    server.answerWith(says(content));
    expect(await ask()).toMatchObject({ ok: true, opinion });
  });
});

describe("nothing is made of an answer of a language model", () => {
  test.each([
    ["that is prose", "It is a question."],
    ["with prose around it", `Sure! ${JSON.stringify(opinion)}`],
    ["with a class that does not exist", { ...opinion, class: "delete_everything" }],
    ["with a member nobody asked for", { ...opinion, suppress: ["everybody@acme.example"] }],
    ["with a day that is none", { ...opinion, until: "2026-02-31" }],
    ["that is surer than sure", { ...opinion, confidence: 7 }],
    ["that is a list of opinions", [opinion, opinion]],
  ])("where it is one %s", async (_what, content) => {
    server.answerWith(says(content));
    expect(await ask()).toMatchObject({ ok: false, fault: "unreadable" });
  });

  test("that never ends", async () => {
    server.answerWith((response) => {
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    });
    expect(await ask()).toMatchObject({ ok: false, fault: "unreadable", detail: "The answer is longer than 64 KB." });
  });

  test("that comes too late", async () => {
    server.answerWith((response) => {
      response.write("{");
    });
    expect(await ask(80)).toMatchObject({ ok: false, fault: "failed", detail: "The server did not answer in time." });
  });

  test.each([
    [429, { "retry-after": "120" }, "limited", 120_000],
    [429, {}, "limited", null],
    [500, {}, "failed", null],
    [503, { "retry-after": "7" }, "failed", 7_000],
    [401, {}, "refused", null],
    [404, {}, "refused", null],
    [302, { location: "http://127.0.0.1:1/" }, "failed", null],
  ])("that is HTTP %i with %j", async (status, headers, fault, retryAfterMs) => {
    server.answerWith(refuses(status, headers as Record<string, string>));
    expect(await ask()).toMatchObject({ ok: false, fault, retryAfterMs });
    expect(server.seen).toHaveLength(1);
  });
});

describe("an address of a language model", () => {
  test.each([
    [
      "in this machine's own network that the operator has not named",
      createHostPolicy([]),
      "http://127.0.0.1:9/v1",
      [],
    ],
    ["that is public but speaks without TLS", policy, "http://model.example/v1", ["93.184.215.14"]],
    [
      "whose name leads into a private network as well",
      policy,
      "https://model.example/v1",
      ["93.184.215.14", "10.0.0.1"],
    ],
  ])("%s is not connected", async (_what, guard, url, addresses) => {
    const resolve = async (host: string) => (addresses.length === 0 ? [host] : addresses);
    expect(await createModelAsk({ policy: guard, resolve })(modelOf(url), question)).toMatchObject({
      ok: false,
      fault: "not_allowed",
    });
  });

  test("that is public is not connected for a sandbox, out of which nothing leaves", async () => {
    const outside = { ...modelOf("https://model.example/v1"), mustBeHere: true };
    const resolve = async () => ["93.184.215.14"];
    expect(await createModelAsk({ policy, resolve })(outside, question)).toMatchObject({ fault: "not_allowed" });
    server.answerWith(says(opinion));
    expect(await createModelAsk({ policy })({ ...modelOf(), mustBeHere: true }, question)).toMatchObject({ ok: true });
  });
});
