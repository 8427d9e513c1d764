import { expect, test } from "vitest";
import { withAgentNames } from "./agent-words.ts";

test.each([
  [
    "client · Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0",
    "client · Thunderbird on Linux",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 · phone",
    "Apple Mail on an iPhone · phone",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0",
    "Edge on Windows",
  ],
  ["250 2.0.0 Caught", "250 2.0.0 Caught"],
])("a program that opened a mail is told by name: %s", (sentence, told) => {
  expect(withAgentNames(sentence)).toBe(told);
});
