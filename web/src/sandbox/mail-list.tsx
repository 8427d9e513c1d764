import type { SandboxEmail } from "@haste/contract/nouns/sandbox";
import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import { useTimes } from "../app/clock.tsx";
import { Avatar } from "../ui/avatar.tsx";
import { cx } from "../ui/cx.ts";
import { useKeys } from "../ui/keys/use-keys.ts";
import { count } from "../ui/numbers.ts";
import p from "../ui/panes.module.css";
import { SearchField } from "../ui/search-field.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { Line } from "../ui/status/line.tsx";
import { lastActOf, nameOfRecipient } from "./act-words.ts";
import s from "./sandbox.module.css";
import type { useMails } from "./sandbox-queries.ts";

const ROW = 72;

interface Props {
  readonly list: ReturnType<typeof useMails>;
  readonly openId: string | undefined;
  readonly q: string;
  readonly to: string;
  readonly onOpen: (id: string) => void;
  readonly onSearch: (text: string) => void;
  readonly onEverybody: () => void;
}

/** Every mail that was caught, newest first. J and K read from mail to mail; what is new waits while one points here. */
export function MailList(props: Props) {
  const { list, openId, onOpen } = props;
  const held = useHeldBack(list.rows);
  const rows = held.rows;
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 6,
    getItemKey: (at) => rows[at]?.id ?? at,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  const { loadMore } = list;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 6) loadMore();
  }, [last, rows.length, loadMore]);
  function go(step: number) {
    const at = rows.findIndex((row) => row.id === openId);
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
    if (!next) return;
    virtual.scrollToIndex(rows.indexOf(next), { align: "auto" });
    onOpen(next.id);
  }
  useKeys([
    { keys: "j", label: "Next mail down", group: "List", run: () => go(1) },
    { keys: "k", label: "Next mail up", group: "List", run: () => go(-1) },
    { keys: "ArrowDown", label: "Next mail down", group: "List", run: () => go(1), hidden: true },
    { keys: "ArrowUp", label: "Next mail up", group: "List", run: () => go(-1), hidden: true },
  ]);
  return (
    <section className={cx(p.list, s.list)} aria-label="Caught mails" {...held.pointer}>
      <div className={s.search}>
        <SearchField value={props.q} onSearch={props.onSearch} label="Search person, subject" width="100%" />
      </div>
      {props.to ? (
        <div className={s.only}>
          <span className="cut">Only to {props.to}</span>
          <Button size="xs" variant="subtle" rightSection={<IconX size={12} />} onClick={props.onEverybody}>
            Everybody
          </Button>
        </div>
      ) : null}
      {list.query.error && rows.length === 0 ? (
        <ErrorState error={list.query.error} retry={() => void list.query.refetch()} />
      ) : null}
      {list.query.isPending ? <SkeletonRows rows={6} height={ROW} /> : null}
      {list.query.data && rows.length === 0 ? (
        <Empty
          title={props.q ? `No mail with “${props.q}”` : "No mail to this address"}
          text="Persons, addresses and subjects are searched."
        >
          <Button onClick={props.onEverybody}>Show all mails</Button>
        </Empty>
      ) : null}
      {held.fresh > 0 ? (
        <button type="button" className={s.pill} onClick={held.release}>
          {count(held.fresh)} new
        </button>
      ) : null}
      <div ref={scroll} className={s.rows}>
        <ul style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {items.map((item) => {
            const mail = rows[item.index];
            return mail ? (
              <MailRow
                key={item.key}
                mail={mail}
                open={mail.id === openId}
                top={item.start}
                onOpen={() => onOpen(mail.id)}
              />
            ) : null;
          })}
        </ul>
      </div>
    </section>
  );
}

function MailRow(props: { mail: SandboxEmail; open: boolean; top: number; onOpen: () => void }) {
  const { mail, open, top, onOpen } = props;
  const times = useTimes();
  const name = nameOfRecipient(mail);
  const { words, stage, end } = lastActOf(mail);
  return (
    <li className={s.item} style={{ height: ROW, transform: `translateY(${top}px)` }}>
      <button type="button" className={cx(p.row, s.mail)} aria-current={open || undefined} onClick={onOpen}>
        <Avatar id={mail.contactId ?? mail.to} name={name} size={26} />
        <span className={p.text}>
          <span className={s.mailHead}>
            <b className="cut" dir="auto">
              {name}
            </b>
            <time className={p.time} dateTime={mail.receivedAt}>
              {times.when(mail.receivedAt)}
            </time>
          </span>
          <span className={`${s.subject} cut`} dir="auto">
            {mail.subject || "No subject"}
          </span>
          <span className={s.mailState}>
            <Line stage={stage} end={end} />
            <span className="cut">{words}</span>
          </span>
        </span>
      </button>
    </li>
  );
}

/** While the pointer is over the list nothing slides under it: what is new is counted and waits. */
function useHeldBack(rows: readonly SandboxEmail[]) {
  const [over, setOver] = useState(false);
  const [topId, setTopId] = useState<string | null>(null);
  const at = over && topId ? rows.findIndex((row) => row.id === topId) : 0;
  const fresh = Math.max(0, at);
  return {
    rows: fresh > 0 ? rows.slice(fresh) : rows,
    fresh,
    release: () => setTopId(rows[0]?.id ?? null),
    pointer: {
      onPointerEnter: () => {
        setOver(true);
        setTopId(rows[0]?.id ?? null);
      },
      onPointerLeave: () => setOver(false),
    },
  };
}
