import fc from "fast-check";
import { expect, test } from "vitest";
import { type Color, colorOf, contrastOf } from "../base/index.ts";
import { pageColors } from "./brand.ts";

const part = fc.integer({ min: 0, max: 255 });
const anyColor = fc
  .tuple(part, part, part)
  .map((color) => `#${color.map((one) => one.toString(16).padStart(2, "0")).join("")}`);
const scheme = fc.constantFrom("light" as const, "dark" as const);
const read = (text: string) => colorOf(text) as Color;

test("a recipient can read the page in whatever color a sender chooses, light and dark (WCAG 2.2, 1.4.3)", () => {
  fc.assert(
    fc.property(scheme, anyColor, (mode, brand) => {
      const { page, card, key, onKey } = pageColors(mode, brand);
      for (const other of [page, card, onKey]) expect(contrastOf(read(key), read(other))).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

test("a sender's color stays as it is where it can be read, and ours stands where there is none", () => {
  expect(pageColors("light", "#1a2b88").key).toBe("#1a2b88");
  expect(pageColors("dark", "#ffcc00").key).toBe("#ffcc00");
  expect(pageColors("light", "#ffcc00").key).not.toBe("#ffcc00");
  expect(pageColors("light", "")).toMatchObject({ key: "#0b696d" });
});
