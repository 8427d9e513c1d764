import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { createSpamFilter, readRspamd, readSpamd } from "./spam-filter.ts";

let close: () => void = () => {};
afterEach(() => close());

/** A filter that says these bytes to whoever finished speaking. */
function spamd(answer: string, heard: string[] = []): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let said = "";
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      said += chunk;
    });
    socket.on("end", () => {
      heard.push(said);
      socket.end(answer);
    });
  });
  close = () => server.close();
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)));
}

describe("a spam filter of the operator", () => {
  test("that speaks SpamAssassin's protocol is asked for its rules", async () => {
    const heard: string[] = [];
    const port = await spamd(
      "SPAMD/1.1 0 EX_OK\r\nContent-length: 24\r\nSpam: True ; 7.3 / 5.0\r\n\r\nHTML_MESSAGE,PLING_PLING",
      heard,
    );
    const verdict = await createSpamFilter(`spamd://127.0.0.1:${port}`)(Buffer.from("Subject: Hi\r\n\r\nHi"));
    expect(verdict).toMatchObject({ by: "spamassassin", points: 7.3, spamFrom: 5, note: null });
    expect(verdict.rules.map(({ name }) => name)).toEqual(["HTML_MESSAGE", "PLING_PLING"]);
    expect(heard).toEqual(["SYMBOLS SPAMC/1.5\r\nContent-length: 17\r\n\r\nSubject: Hi\r\n\r\nHi"]);
  });

  test("that is Rspamd is asked over HTTP, and its gravest rules stand first", async () => {
    const answer = {
      score: 4.2,
      required_score: 15,
      symbols: { A: { score: 0.2 }, B: { score: 4, description: "b" }, C: { score: 0 } },
    };
    const server = createHttpServer((_request, response) => response.end(JSON.stringify(answer)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    close = () => server.close();
    const verdict = await createSpamFilter(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)(
      Buffer.from("x"),
    );
    expect(verdict).toMatchObject({ by: "rspamd", points: 4.2, spamFrom: 15 });
    expect(verdict.rules.map(({ name }) => name)).toEqual(["B", "A"]);
  });

  test.each([
    ["is not there", "spamd://127.0.0.1:1", /ECONNREFUSED/],
    ["was never set up", null, /--spam-filter/],
  ])("that %s leaves the judging to our own rules, and says so", async (_, address, note) => {
    const verdict = await createSpamFilter(address)(Buffer.from("x"));
    expect(verdict.by).toBeNull();
    expect(verdict.note).toMatch(note);
  });

  test("that says something else, or hangs up, is no verdict", async () => {
    for (const answer of ["", "HTTP/1.1 400 Bad Request\r\n\r\n", "SPAMD/1.0 76 Bad header line"]) {
      expect(() => readSpamd(answer)).toThrow("something else");
      const verdict = await createSpamFilter(`spamd://127.0.0.1:${await spamd(answer)}`)(Buffer.from("x"));
      close();
      expect(verdict).toMatchObject({ by: null, rules: [] });
    }
    for (const answer of [null, {}, { score: "9" }]) expect(() => readRspamd(answer)).toThrow("something else");
  });
});
