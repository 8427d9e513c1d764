import { Glyph, type GlyphName } from "../ui/status/glyph.tsx";
import type { ProviderPace } from "./pace-words.ts";

const glyphs: Readonly<Record<ProviderPace["state"], readonly [GlyphName, string]>> = {
  stopped: ["bars", "var(--bad-fill)"],
  flowing: ["dot", "var(--good-fill)"],
  resting: ["bars", "var(--warn-fill)"],
  probing: ["ring", "var(--warn-fill)"],
  recovering: ["ring", "var(--accent)"],
};

/** How mail goes to a recipient provider; its word stands beside it. */
export function PaceGlyph({ state }: { state: ProviderPace["state"] }) {
  const [name, color] = glyphs[state];
  return <Glyph name={name} color={color} />;
}
