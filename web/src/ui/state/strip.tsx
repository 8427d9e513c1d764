import { IconPlugConnectedX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import s from "./state.module.css";

/** 28 px under the header's place: the connection is lost, what is shown says its age and stays readable. */
export function Strip({ children }: { children: ReactNode }) {
  return (
    <div className={s.strip} role="status">
      <IconPlugConnectedX size={14} stroke={1.75} aria-hidden="true" />
      <span>{children}</span>
    </div>
  );
}
