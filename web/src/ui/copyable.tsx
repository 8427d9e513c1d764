import { Button } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import s from "./copyable.module.css";
import { toastDone } from "./toast.tsx";

/** A text to be entered elsewhere. */
export function Copyable({ label, text }: { label: string; text: string }) {
  const copy = async () => {
    await navigator.clipboard?.writeText(text);
    toastDone(`${label} is copied.`);
  };
  return (
    <span className={s.copyable}>
      <code className="mono">{text}</code>
      <Button
        size="xs"
        aria-label={`Copy: ${label}`}
        leftSection={<IconCopy size={14} stroke={1.75} />}
        onClick={() => void copy()}
      >
        Copy
      </Button>
    </span>
  );
}
