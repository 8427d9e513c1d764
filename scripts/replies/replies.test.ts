import { replyModel } from "@haste/engine/track";
import { expect, test } from "vitest";
import { fingerprintOf, readReplies } from "./labeled.ts";
import { printScore, scoreOf } from "./score.ts";

test("the sorting of replies was trained on the labeled replies as they stand", () => {
  const labeled = readReplies("labeled");
  expect(labeled.length).toBeGreaterThanOrEqual(600);
  expect(new Set(labeled.map((reply) => reply.language))).toEqual(new Set(["en", "de", "es", "fr", "pt"]));
  expect(replyModel.of).toBe(fingerprintOf(labeled.map(({ text }) => text)));
});

test("no family of similar replies stands on both sides of the score", () => {
  const learned = new Set(readReplies("labeled").map((reply) => reply.text));
  expect(readReplies("unseen").filter((reply) => learned.has(reply.text))).toEqual([]);
});

test("replies in five languages that were written after the training are put where their authors meant them", () => {
  const score = scoreOf(replyModel, readReplies("unseen"));
  printScore("texts written afterwards", score);
  expect(score.right / score.of).toBeGreaterThanOrEqual(0.8);
});
