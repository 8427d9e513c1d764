import { type CSSProperties, type ReactNode, type Ref, useEffect, useRef } from "react";
import { cx } from "./cx.ts";
import { Kbd } from "./keys/kbd.tsx";
import { A } from "./link.tsx";
import s from "./page.module.css";

/** A screen: header → tabs → filter bar → content → key bar, top to bottom; only the content scrolls. */
export function Page({ children }: { children: ReactNode }) {
  return (
    <main className={s.page} id="main">
      {children}
    </main>
  );
}

export interface Crumb {
  readonly label: string;
  readonly href: string;
}

/** 44 px: where one is at the left, what one may do at the right, the primary action last. */
export function PageHeader(props: {
  icon?: ReactNode;
  crumbs?: readonly Crumb[];
  title: ReactNode;
  /** Stands after the title in gray: state, date, count. Below the title on phones. */
  meta?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className={s.header}>
      <div className={s.crumbs}>
        {props.icon}
        {props.crumbs?.map((crumb) => (
          <span key={crumb.href} className={cx(s.crumb, s.wide)}>
            <A href={crumb.href} className={s.crumb}>
              {crumb.label}
            </A>{" "}
            <span className={s.slash}>/</span>
          </span>
        ))}
        <h1 className={s.title} dir="auto">
          {props.title}
        </h1>
        {props.meta ? <div className={s.meta}>{props.meta}</div> : null}
      </div>
      {props.actions ? <div className={s.actions}>{props.actions}</div> : null}
    </header>
  );
}

export interface TabLink {
  readonly id: string;
  readonly label: string;
  readonly href: string;
  readonly count?: ReactNode;
  readonly warn?: boolean;
}

/** 36 px of links: each tab is an address, so it can be sent to a colleague. `asideRef` is a place at the right for its state. */
export function PageTabs(props: {
  tabs: readonly TabLink[];
  active: string;
  label: string;
  asideRef?: Ref<HTMLDivElement>;
}) {
  const { tabs, active, label } = props;
  const nav = useRef<HTMLElement>(null);
  // Where there are more tabs than room, the one that is open must not be the one out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked for again when another one opens or tabs come
  useEffect(() => {
    const open = nav.current?.querySelector<HTMLElement>("[aria-current=page]");
    if (nav.current && open) revealAcross(nav.current, open);
  }, [active, tabs.length]);
  const links = (
    <nav ref={nav} className={s.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <A key={tab.id} href={tab.href} className={s.tab} aria-current={tab.id === active ? "page" : undefined}>
          {tab.label}
          {tab.count === undefined ? null : (
            <span className="num" data-warn={tab.warn || undefined}>
              {tab.count}
            </span>
          )}
        </A>
      ))}
    </nav>
  );
  if (props.asideRef === undefined) return links;
  return (
    <div className={s.tabRow}>
      {links}
      <div ref={props.asideRef} className={s.tabAside} />
    </div>
  );
}

/** Scrolls sideways only, and only as far as it must: `scrollIntoView` would move the page as well. */
function revealAcross(row: HTMLElement, item: HTMLElement): void {
  const [outer, inner] = [row.getBoundingClientRect(), item.getBoundingClientRect()];
  if (inner.right > outer.right) row.scrollLeft += inner.right - outer.right + 16;
  else if (inner.left < outer.left) row.scrollLeft -= outer.left - inner.left + 16;
}

/** 42 px: filters left, what the order means right. A bulk bar takes its place at the same height (`chosen`). */
export function FilterBar({ children, chosen = false }: { children: ReactNode; chosen?: boolean }) {
  return (
    <div className={s.filters} data-chosen={chosen || undefined}>
      {children}
    </div>
  );
}

export function Spacer() {
  return <span className={s.spacer} />;
}

/** Content and, beside it, a side panel. */
export function Split({ children }: { children: ReactNode }) {
  return <div className={s.split}>{children}</div>;
}

/** The part that scrolls; it can be reached and scrolled by keyboard. */
export function PageBody({ children, label, style }: { children: ReactNode; label: string; style?: CSSProperties }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (axe scrollable-region-focusable)
    <section className={s.body} aria-label={label} tabIndex={0} {...(style ? { style } : {})}>
      {children}
    </section>
  );
}

/**
 * Panel at the right: 300 context, 340 inspector, 420–520 preview. With `over` it lies over the page below 1200 px and
 * becomes a page of its own below 720 px.
 */
export function SidePanel(props: { label: string; width: number; over?: boolean; children: ReactNode }) {
  return (
    <aside
      className={s.panel}
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (axe scrollable-region-focusable)
      tabIndex={0}
      style={{ "--panel-width": `${props.width}px` } as CSSProperties}
      data-over={props.over || undefined}
    >
      {props.children}
    </aside>
  );
}

export function PanelHeader({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <div className={s.panelHeader}>
      <h2 className="cut">{title}</h2>
      {children}
    </div>
  );
}

/** A part of a page between two hairlines. `aside` stands at the right of the title, in gray. */
export function Section(props: {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  className?: string | undefined;
}) {
  return (
    <section className={cx(s.section, props.className)}>
      {props.title ? (
        <div className={s.sectionHead}>
          <h2>{props.title}</h2>
          {props.aside ? <div>{props.aside}</div> : null}
        </div>
      ) : null}
      {props.children}
    </section>
  );
}

/** The foot of a list: what it counts at the left, the keys that work it at the right. */
export function KeyBar({ children, keys }: { children?: ReactNode; keys: readonly (readonly [string, string])[] }) {
  return (
    <footer className={s.keys}>
      {children}
      <span className={s.spacer} />
      {keys.map(([key, label]) => (
        <span key={key}>
          <Kbd keys={key} /> {label}
        </span>
      ))}
    </footer>
  );
}
