/** Colors as mail and people write them, and how well one is read on another (WCAG 2.2). */
export type Color = readonly [red: number, green: number, blue: number];

const named: Readonly<Record<string, string>> = {
  black: "#000000",
  white: "#ffffff",
  gray: "#808080",
  grey: "#808080",
  silver: "#c0c0c0",
  red: "#ff0000",
  maroon: "#800000",
  yellow: "#ffff00",
  olive: "#808000",
  lime: "#00ff00",
  green: "#008000",
  aqua: "#00ffff",
  cyan: "#00ffff",
  teal: "#008080",
  blue: "#0000ff",
  navy: "#000080",
  fuchsia: "#ff00ff",
  magenta: "#ff00ff",
  purple: "#800080",
  orange: "#ffa500",
  darkgray: "#a9a9a9",
  lightgray: "#d3d3d3",
  dimgray: "#696969",
  whitesmoke: "#f5f5f5",
};

/** Null for what says no color, or one that shines through. */
export function colorOf(text: string): Color | null {
  const written = text.trim().toLowerCase();
  const hex = named[written] ?? (/^[0-9a-f]{6}$/.test(written) ? `#${written}` : written);
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(hex);
  if (short !== null)
    return colorOf(
      `#${short
        .slice(1)
        .map((digit) => digit + digit)
        .join("")}`,
    );
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(hex);
  if (long !== null) return [1, 2, 3].map((at) => Number.parseInt(long[at] as string, 16)) as unknown as Color;
  const parts = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*(?:1|1\.0+|100%)\s*)?\)$/.exec(written);
  return parts === null ? null : [Number(parts[1]), Number(parts[2]), Number(parts[3])];
}

/** 0 (black) to 1 (white). */
export function luminanceOf(color: Color): number {
  const [red, green, blue] = color.map((part) => {
    const share = Math.min(255, part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Color;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** 1 (the same) to 21 (black on white). */
export function contrastOf(one: Color, other: Color): number {
  const [dark, light] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}
