import { IconAlertTriangle, IconCircleX } from "@tabler/icons-react";
import s from "./preflight.module.css";

type Severity = "error" | "warning";

export const severityWords: Record<Severity, { one: string; many: string }> = {
  error: { one: "error", many: "errors" },
  warning: { one: "warning", many: "warnings" },
};

/** Shape, color and word: an error keeps a mail from leaving, a warning does not. */
export function SeverityMark({ severity, word = false }: { severity: Severity; word?: boolean }) {
  const Icon = severity === "error" ? IconCircleX : IconAlertTriangle;
  const { one } = severityWords[severity];
  return (
    <span className={s.severity} data-severity={severity}>
      <Icon size={16} stroke={1.6} aria-hidden="true" />
      <span className={word ? "" : "sr"}>{one}</span>
    </span>
  );
}
