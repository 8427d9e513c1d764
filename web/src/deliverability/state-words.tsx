import { Glyph } from "../ui/status/glyph.tsx";
import s from "./deliverability.module.css";
import type { Look } from "./words.ts";

/** A state in shape, color and word. */
export function StateWords({ look }: { look: Look }) {
  return (
    <span className={s.state}>
      <Glyph name={look.glyph} color={look.color} />
      {look.word}
    </span>
  );
}
