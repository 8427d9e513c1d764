import { type Color, colorOf, contrastOf } from "../base/index.ts";

/** What a page is drawn with, light or dark: links, lines and buttons, and the words on a button. */
interface PageColors {
  readonly page: string;
  readonly card: string;
  readonly key: string;
  readonly onKey: string;
}

export type PageScheme = "light" | "dark";

/** As the product itself looks. */
const ours: Readonly<Record<PageScheme, PageColors>> = {
  light: { page: "#f4f5f2", card: "#ffffff", key: "#0b696d", onKey: "#ffffff" },
  dark: { page: "#0d1011", card: "#15191a", key: "#57b9b8", onKey: "#04211f" },
};

/** WCAG 2.2, 1.4.3 for text of ordinary size. */
const leastContrast = 4.5;
const steps = 100;

/**
 * A page in a sender's own color. The color stays where it can be read; where it cannot, it is darkened on the light page and
 * lightened on the dark one, as little as makes it readable on page and card. Words on it take the darkest or lightest
 * ground, so they are readable whenever it is.
 */
export function pageColors(scheme: PageScheme, brand: string): PageColors {
  const known = ours[scheme];
  const color = colorOf(brand);
  if (color === null) return known;
  const onKey = scheme === "light" ? "#ffffff" : known.page;
  const towards: Color = scheme === "light" ? [0, 0, 0] : [255, 255, 255];
  const grounds = [known.page, known.card, onKey].map(colorOf).filter((ground) => ground !== null);
  for (let step = 0; step < steps; step += 1) {
    const mixed = mix(color, towards, step / steps);
    if (grounds.every((ground) => contrastOf(mixed, ground) >= leastContrast))
      return { ...known, key: hexOf(mixed), onKey };
  }
  return { ...known, key: hexOf(towards), onKey };
}

function mix(from: Color, to: Color, share: number): Color {
  const at = (part: 0 | 1 | 2) => Math.round(from[part] + (to[part] - from[part]) * share);
  return [at(0), at(1), at(2)];
}

function hexOf(color: Color): string {
  return `#${color.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
