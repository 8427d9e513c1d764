import { lazy, Suspense, useRef } from "react";
import type { RichLineProps } from "./rich-line.tsx";

const RichLine = lazy(async () => ({ default: (await import("./rich-line.tsx")).RichLine }));

/** A subject with its variables as chips; until the editor is there, as it is written, and whoever writes goes on. */
export function MailLine(props: Omit<RichLineProps, "takesFocus">) {
  const { value, label, placeholder, onChange } = props;
  const hadFocus = useRef(false);
  return (
    <Suspense
      fallback={
        <input
          value={value}
          aria-label={label}
          placeholder={placeholder}
          onChange={(event) => onChange(event.currentTarget.value)}
          ref={(input) => () => {
            hadFocus.current = input !== null && document.activeElement === input;
          }}
          dir="auto"
        />
      }
    >
      <RichLine {...props} takesFocus={() => hadFocus.current} />
    </Suspense>
  );
}
