import type { ReactNode } from "react";
import { cx } from "../ui/cx.ts";
import s from "./deliverability.module.css";

/** Where a figure turns from good to watched, and from watched to bad. */
export interface Marks {
  readonly good: number;
  readonly bad: number;
  readonly max: number;
}

interface BulletProps {
  readonly title: string;
  readonly value: number | null;
  readonly shown: string;
  /** What it is a share of: `12 of 1,004`. */
  readonly of: string;
  readonly marks: Marks;
  /** Too few for a verdict: it stands back. */
  readonly isFew?: boolean;
  readonly note: ReactNode;
}

/** A figure on its thresholds. Marks that fall (good above bad) are read from the right. */
export function Bullet({ title, value, shown, of, marks, isFew = false, note }: BulletProps) {
  const { good, bad, max } = marks;
  const share = (at: number) => `${Math.min(100, Math.max(0, (at / max) * 100))}%`;
  const isFalling = good > bad;
  const [low, high] = isFalling ? [bad, good] : [good, bad];
  const bands = isFalling ? [s.bad, s.warn, s.good] : [s.good, s.warn, s.bad];
  return (
    <section className={s.bullet} data-few={isFew || undefined} aria-label={title}>
      <h2>{title}</h2>
      <p className={cx(s.figure, "num")}>
        <b>{shown}</b> <span>{of}</span>
      </p>
      <div className={s.track} aria-hidden="true">
        <i className={bands[0]} style={{ width: share(low) }} />
        <i className={bands[1]} style={{ width: `calc(${share(high)} - ${share(low)})` }} />
        <i className={cx(bands[2], s.rest)} />
        {value === null ? null : <b className={s.bar} style={{ width: `max(2px, ${share(value)})` }} />}
      </div>
      <p className={s.note}>{note}</p>
    </section>
  );
}
