import { expect, it } from "vitest";
import { questionOfView } from "./index.ts";

it("a view of conversions asks for those of every account, by sequence and the last mail unless it says otherwise", () => {
  expect(questionOfView({ tab: "conversions", account: "a", by: "device", model: "best" })).toEqual({
    report: "conversions",
    query: { days: 90, groupBy: "sequence", model: "last" },
  });
  expect(questionOfView({ tab: "conversions", days: "30", by: "template", model: "linear" })).toEqual({
    report: "conversions",
    query: { days: 30, groupBy: "template", model: "linear" },
  });
});
