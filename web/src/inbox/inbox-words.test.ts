import type { InboundMail } from "@haste/contract/nouns/inbound";
import { expect, test } from "vitest";
import { heldClass, sayOpinion } from "./inbox-words.ts";

type Reply = NonNullable<InboundMail["reply"]>;
type Outcome = NonNullable<Reply["opinion"]>["outcome"];

function replyWith(outcome: Outcome | null, changes: Partial<Reply> = {}): Reply {
  const opinion = { class: "out_of_office", confidence: 0.9, until: null, model: "qwen3", outcome: "held" } as const;
  return {
    ...{ class: "other", confidence: 0.4, by: "model", lessons: null, guess: "other", until: null },
    ...{ correctedAt: null, correctedBy: null, opinion: outcome === null ? null : { ...opinion, outcome } },
    ...changes,
  };
}

test("a thread tells what a language model said of a reply, until a person decides", () => {
  expect(sayOpinion(replyWith("held"))).toContain("qwen3 reads it as out of office");
  expect(sayOpinion(replyWith("applied", { by: "llm", class: "out_of_office" }))).toBe(
    "Said by the model qwen3; we had read other. ",
  );
  expect([null, "person_first", "impossible"].map((outcome) => sayOpinion(replyWith(outcome as Outcome)))).toEqual([
    "",
    "",
    "",
  ]);
  expect(sayOpinion(replyWith("held", { by: "person" }))).toBe("");
});

test("a thread offers the class that a language model named only where it waits for a person", () => {
  expect(heldClass(replyWith("held"))).toBe("out_of_office");
  expect(heldClass(replyWith("unsure"))).toBeNull();
  expect(heldClass(replyWith("held", { by: "person" }))).toBeNull();
  expect(heldClass(null)).toBeNull();
});
