/** Hue from a stable hash of the id, so that a person keeps their color everywhere. */
function hueOf(id: string): number {
  let hash = 2166136261;
  for (const char of id) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
  return (hash >>> 0) % 360;
}

/** First letters of up to two words, by grapheme, so that 佐藤 or अनन्या is never cut apart. */
function initialsOf(name: string): string {
  const first = (word: string) => [...new Intl.Segmenter().segment(word)][0]?.segment ?? "";
  const words = name.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return "?";
  const one = first(words[0] ?? "");
  if (words.length === 1 || /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(one))
    return one;
  return `${one}${first(words.at(-1) ?? "")}`.toLocaleUpperCase();
}

/** A person as a colored disc with initials; the name stands beside it, so the disc is silent. */
export function Avatar({ id, name, size = 24 }: { id: string; name: string; size?: number }) {
  const hue = hueOf(id);
  return (
    <span
      aria-hidden="true"
      style={{
        display: "inline-flex",
        alignItems: "center",
        justifyContent: "center",
        flex: "none",
        width: size,
        height: size,
        borderRadius: "50%",
        fontSize: Math.max(8, Math.round(size * 0.38)),
        fontWeight: 600,
        letterSpacing: 0,
        background: `oklch(var(--avatar-bg) ${hue})`,
        color: `oklch(var(--avatar-fg) ${hue})`,
      }}
    >
      {initialsOf(name)}
    </span>
  );
}
