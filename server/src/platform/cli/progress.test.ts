import { describe, expect, test } from "vitest";
import { createProgress, describeProgress } from "./progress.ts";

function watch(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  let nowMs = 0;
  const sink = { isTTY, columns, write: (text: string) => void written.push(text) };
  const progress = createProgress("Importing", { sink, elapsedMs: () => nowMs });
  return { written, progress, at: (ms: number) => (nowMs = ms) };
}

describe("a progress line", () => {
  test("tells how far, how fast and how long still", () => {
    expect(describeProgress(12_000, 50_000, 2_000)).toBe("12,000 of 50,000 (24%), 6,000/s, 7 s left");
    expect(describeProgress(10, 1_000, 20_000)).toBe("10 of 1,000 (1%), 33 min left");
    expect(describeProgress(1_500, null, 1_000)).toBe("1,500, 1,500/s");
    expect(describeProgress(0, 0, 0)).toBe("0 of 0 (100%)");
  });

  test("is drawn anew on a terminal, at most ten times a second, and taken away in the end", () => {
    const { written, progress, at } = watch(true);
    progress.update(1, 3);
    at(50);
    progress.update(2, 3);
    at(60);
    progress.update(3, 3);
    progress.end();
    progress.end();
    expect(written).toEqual([
      "\r\u001B[2KImporting 1 of 3 (33%)",
      expect.stringMatching(/3 of 3 \(100%\)/),
      "\r\u001B[2K",
    ]);
  });

  test("never wraps on a narrow terminal", () => {
    const { written, progress } = watch(true, 12);
    progress.update(1, 3);
    expect(written[0]).toBe("\r\u001B[2KImporting 1");
  });

  test("is silent in a log while work is short, then comes every five seconds", () => {
    const { written, progress, at } = watch(false);
    for (const ms of [0, 4_000, 5_000, 6_000, 10_000]) {
      at(ms);
      progress.update(1, 2);
    }
    progress.end();
    expect(written).toHaveLength(2);
    expect(written[0]).toMatch(/^Importing 1 of 2 \(50%\).*\n$/);
  });
});
