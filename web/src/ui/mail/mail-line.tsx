import { lazy, Suspense, useRef } from "react";
import type { RichLineProps } from "./rich-line.tsx";

// On its way as soon as a screen that may write mails is there: a key pressed while it takes the field's place is lost.
const coming = import("./rich-line.tsx");
// Whoever shows the field is told; until then nobody needs to know.
coming.catch(() => {});
const RichLine = lazy(async () => ({ default: (await coming).RichLine }));

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
