import { cx } from "../cx.ts";
import s from "./kbd.module.css";

const apple = /mac|iphone|ipad/i.test(navigator.platform);
const shown: Record<string, string> = {
  mod: apple ? "⌘" : "Ctrl",
  alt: apple ? "⌥" : "Alt",
  shift: "⇧",
  Enter: "↵",
  Escape: "Esc",
  ArrowUp: "↑",
  ArrowDown: "↓",
};

/** A key as it stands on the keyboard: `<Kbd keys="g s" />`. `on` is for keys inside a filled button. */
export function Kbd({ keys, on = false }: { keys: string; on?: boolean }) {
  const parts = keys.split(/[ +]/).map((key) => shown[key] ?? (key.length === 1 ? key.toUpperCase() : key));
  return (
    <span className={s.keys} aria-hidden="true">
      {parts.map((part) => (
        <kbd key={part} className={cx(s.kbd, on && s.on)}>
          {part}
        </kbd>
      ))}
    </span>
  );
}
