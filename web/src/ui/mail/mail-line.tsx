import { lazy, Suspense } from "react";
import type { RichLineProps } from "./rich-line.tsx";

const RichLine = lazy(async () => ({ default: (await import("./rich-line.tsx")).RichLine }));

/** A subject with its variables as chips; until the editor is there, as it is written. */
export function MailLine(props: RichLineProps) {
  const { value, label } = props;
  return (
    <Suspense fallback={<input readOnly value={value} aria-label={label} />}>
      <RichLine {...props} />
    </Suspense>
  );
}
