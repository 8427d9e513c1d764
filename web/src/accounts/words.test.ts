import { expect, test } from "vitest";
import { tookWords } from "./words.ts";

test("how long a hop took is read in milliseconds below a second and in seconds above", () => {
  expect([tookWords(null), tookWords(0.4), tookWords(41.2), tookWords(999), tookWords(3_140)]).toEqual([
    "",
    "0 ms",
    "41 ms",
    "999 ms",
    "3.1 s",
  ]);
});
