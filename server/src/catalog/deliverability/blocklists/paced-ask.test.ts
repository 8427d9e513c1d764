import { expect, test } from "vitest";
import { createPacedAsk } from "./paced-ask.ts";

test("lists are asked one question at a time with a gap, and what they answered is remembered for an hour", async () => {
  let clock = 0;
  let running = 0;
  const waited: number[] = [];
  const asked: string[] = [];
  const paced = createPacedAsk({
    now: () => clock,
    wait: async (ms) => {
      waited.push(ms);
    },
  });
  const ask = paced(async (name) => {
    running += 1;
    expect(running).toBe(1);
    asked.push(name);
    await Promise.resolve();
    running -= 1;
    return name === "slow" ? { kind: "unknown", reason: "No answer." } : { kind: "none" };
  });
  await Promise.all([ask("a", "A"), ask("b", "A"), ask("slow", "A")]);
  expect(asked).toEqual(["a", "b", "slow"]);
  await Promise.all([ask("a", "A"), ask("slow", "A")]);
  expect(asked).toEqual(["a", "b", "slow", "slow"]);
  clock = 3_600_001;
  await ask("a", "A");
  expect(asked).toEqual(["a", "b", "slow", "slow", "a"]);
  expect(new Set(waited)).toEqual(new Set([100]));
});
