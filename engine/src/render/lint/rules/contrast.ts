import { type Color, contrastOf, luminanceOf } from "../../../base/index.ts";
import type { Found } from "../finding.ts";
import type { LintRule } from "../rule.ts";
import { type Look, shownTexts } from "../shown.ts";

const white: Color = [255, 255, 255];
const black: Color = [0, 0, 0];
/** WCAG 2.2, 1.4.3 for text of ordinary size. */
const LEAST_CONTRAST = 4.5;
/** Nobody reads less than this: words that are meant not to be read. */
const UNSEEN = 1.3;

export const contrast: LintRule = {
  name: "contrast",
  severity: "warning",
  why: "Words that do not stand out are not read; in dark mode clients change what a mail leaves to them and keep what it says.",
  source: "WCAG 2.2, 1.4.3; Apple and Outlook darken pages and keep colors that are written",
  find: ({ tokens }) => {
    const seen = new Set<number>();
    return shownTexts(tokens).flatMap(({ look }) => {
      const found = seen.has(look.at) || look.isHidden ? null : judged(look);
      if (found === null) return [];
      seen.add(look.at);
      return [{ part: "html" as const, at: look.at, ...found }];
    });
  },
};

function judged({ color, background }: Look): Omit<Found, "part"> | null {
  if (color === null && background === null) return null;
  const ratio = contrastOf(color ?? black, background ?? white);
  if (ratio < UNSEEN && color !== null) return null;
  if (ratio < LEAST_CONTRAST) {
    return {
      detail: `The words stand out ${ratio.toFixed(1)} : 1 from what is behind them.`,
      fix: `Choose colors with at least ${LEAST_CONTRAST} : 1.`,
    };
  }
  if (background === null && color !== null && luminanceOf(color) < 0.18) {
    return {
      severity: "notice",
      detail: "Dark words have no background of their own: on a dark page they vanish.",
      fix: "Leave the color out, or write a background beside it.",
    };
  }
  if (color === null && background !== null && luminanceOf(background) > 0.5) {
    return {
      severity: "notice",
      detail: "A light background leaves the color of its words to the client: in dark mode they are light too.",
      fix: "Write a color beside the background.",
    };
  }
  return null;
}
