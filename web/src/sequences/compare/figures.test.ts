import type { Sequence } from "@haste/contract/nouns/sequences";
import { expect, test } from "vitest";
import { type Analytics, findingOf, linesOf, type Side, stepLinesOf } from "./figures.ts";

function side(name: string, sent: number, replied: number, opens = true): Side {
  const step = { id: name, type: "email", content: { subject: `${name} one` } };
  const zero = { enrolled: 9, active: 2, completed: 0, stopped: 0, delivered: 0, deliveredAssumed: 0 };
  const summary = { ...zero, sent, replied, opened: 5, openedMachine: 0, clicked: 0, bounced: 1, unsubscribed: 0 };
  return {
    sequence: { name, steps: [step], settings: { tracking: { opens, clicks: true } } } as unknown as Sequence,
    numbers: {
      summary,
      evidence: { [`/stepMetrics/${name}/replyRate`]: { n: replied, of: sent, low: null, high: null, level: 0.95 } },
    } as unknown as Analytics,
  };
}

test("sequences side by side say which is answered most, and whether that may be chance", () => {
  expect(findingOf([side("A", 400, 20), side("B", 400, 80)])).toBe(
    "B is answered most: 20.0 % of 400 mails, more than chance explains.",
  );
  expect(findingOf([side("A", 20, 2), side("B", 20, 3)])).toBe(
    "B is answered most: 15.0 % of 20 mails. The ranges overlap, so it may be chance.",
  );
  expect(findingOf([side("A", 20, 0), side("B", 20, 0)])).toBe("Nobody has answered any of them yet.");
  expect(findingOf([side("A", 0, 0), side("B", 20, 2)])).toBe("Only B has sent mails so far.");
});

test("what is not counted has no rate, and what nobody sorts is not invented", () => {
  const lines = linesOf([side("A", 100, 10, false), side("B", 0, 0)]);
  const of = (label: string) => lines.find((line) => line.label === label)?.cells;
  expect(of("Human opens")).toMatchObject([{ kind: "none", why: "not counted" }, { rate: { rate: null } }]);
  expect(of("Replies")?.[0]).toMatchObject({ rate: { n: 10, of: 100, rate: 0.1 } });
  expect(of("Positive replies")?.every((cell) => cell.kind === "none")).toBe(true);
});

test("the emails of sequences stand beside each other by their order", () => {
  const [one] = stepLinesOf([side("A", 100, 10), side("B", 50, 1)]);
  expect(one?.cells).toMatchObject([
    { title: "A one", rate: { n: 10, of: 100 } },
    { title: "B one", rate: { n: 1, of: 50 } },
  ]);
});
