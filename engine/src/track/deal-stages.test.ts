import { expect, test } from "vitest";
import { whoReached } from "./deal-stages.ts";

const deal = (stageId: string, ...contactIds: string[]) => ({ stageId, contactIds });

test("a new deal, and one that moves, reaches its stage for everybody in it", () => {
  expect(whoReached(null, deal("proposal", "ann", "bob"))).toEqual(["ann", "bob"]);
  expect(whoReached(deal("qualified", "ann"), deal("proposal", "ann", "bob"))).toEqual(["ann", "bob"]);
});

test("whoever comes into a deal later reaches its stage alone, and saving it again reaches nobody", () => {
  expect(whoReached(deal("proposal", "ann"), deal("proposal", "bob", "ann"))).toEqual(["bob"]);
  expect(whoReached(deal("proposal", "ann", "bob"), deal("proposal", "ann"))).toEqual([]);
});
