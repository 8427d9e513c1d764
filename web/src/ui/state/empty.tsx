import type { ReactNode } from "react";
import s from "./state.module.css";

/** One line what it is, one what it does for you, one primary action and, where there is one, a sample. */
export function Empty(props: { icon?: ReactNode; title: string; text: string; children?: ReactNode }) {
  return (
    <div className={s.empty}>
      {props.icon}
      <h2>{props.title}</h2>
      <p>{props.text}</p>
      {props.children ? <div className={s.emptyActions}>{props.children}</div> : null}
    </div>
  );
}
