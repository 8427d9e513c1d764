import { IconAlertTriangle, IconCircleX } from "@tabler/icons-react";
import s from "./preflight.module.css";

/** Shape, color and word: an error keeps a mail from leaving, a warning does not. */
export function SeverityMark({ severity, word = false }: { severity: "error" | "warning"; word?: boolean }) {
  const Icon = severity === "error" ? IconCircleX : IconAlertTriangle;
  return (
    <span className={s.severity} data-severity={severity}>
      <Icon size={16} stroke={1.6} aria-hidden="true" />
      <span className={word ? "" : "sr"}>{severity}</span>
    </span>
  );
}
