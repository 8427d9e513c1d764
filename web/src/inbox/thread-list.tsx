import type { InboxThread } from "@haste/contract/nouns/inbox";
import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api } from "../app/api.ts";
import { useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { useIsSandbox, useMe } from "../app/session.ts";
import { Avatar } from "../ui/avatar.tsx";
import { cx } from "../ui/cx.ts";
import { A } from "../ui/link.tsx";
import p from "../ui/panes.module.css";
import { personName } from "../ui/person.ts";
import { SearchField } from "../ui/search-field.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import s from "./inbox.module.css";
import type { useThreads, Wanted } from "./inbox-queries.ts";
import { classWords, verdictOf } from "./inbox-words.ts";

interface Props {
  readonly list: ReturnType<typeof useThreads>;
  readonly wanted: Wanted;
  readonly openId: string | undefined;
  readonly onOpen: (id: string) => void;
  readonly onChange: (patch: Partial<Record<keyof Wanted, string | null>>) => void;
}

/** Threads by their newest mail. */
export function ThreadList({ list, wanted, openId, onOpen, onChange }: Props) {
  const { rows, query } = list;
  const scroll = useRef<HTMLElement>(null);
  useEffect(() => {
    if (openId) scroll.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [openId]);
  return (
    <div className={cx(p.list, s.list)}>
      <Filters wanted={wanted} onChange={onChange} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section ref={scroll} className={s.rows} aria-label="Threads" tabIndex={0}>
        {query.error && rows.length === 0 ? (
          <ErrorState error={query.error} retry={() => void query.refetch()} />
        ) : null}
        {query.isPending ? <SkeletonRows rows={7} height={76} /> : null}
        {query.data && rows.length === 0 ? <Nothing wanted={wanted} onChange={onChange} /> : null}
        <ul>
          {rows.map((thread) => (
            <li key={thread.id}>
              <Row thread={thread} isOpen={thread.id === openId} onOpen={() => onOpen(thread.id)} />
            </li>
          ))}
        </ul>
        {query.hasNextPage ? (
          <div className={s.more}>
            <Button size="xs" variant="subtle" onClick={list.loadMore} loading={query.isFetchingNextPage}>
              Older ones
            </Button>
          </div>
        ) : null}
      </section>
    </div>
  );
}

const noFilters = { q: null, account: null, sequence: null, reply: null, assignee: null };

function Filters({ wanted, onChange }: Pick<Props, "wanted" | "onChange">) {
  const accounts = useQuery({
    queryKey: ["sending-accounts"],
    queryFn: ({ signal }) => api("GET /sending-accounts", { query: { limit: 200 }, signal }),
  });
  const sequences = useQuery({
    queryKey: ["sequences", "names"],
    queryFn: ({ signal }) => api("GET /sequences", { query: { limit: 200 }, signal }),
  });
  const hasUser = useMe().user !== null;
  const choose = (name: keyof Wanted, label: string, choices: { value: string; label: string }[]) => (
    <Select
      size="xs"
      clearable
      aria-label={label}
      placeholder={label}
      data={choices}
      value={wanted[name] || null}
      onChange={(value) => onChange({ [name]: value })}
      comboboxProps={{ width: 220, position: "bottom-start" }}
    />
  );
  return (
    <div className={s.filters}>
      <SearchField value={wanted.q} onSearch={(q) => onChange({ q })} label="Search people, subjects" width="100%" />
      <div className={s.choices}>
        {choose(
          "reply",
          "Class",
          Object.entries(classWords).map(([value, label]) => ({ value, label })),
        )}
        {choose("assignee", "Whose", [
          ...(hasUser ? [{ value: "me", label: "Mine" }] : []),
          { value: "none", label: "Nobody’s" },
        ])}
        {choose(
          "sequence",
          "Sequence",
          (sequences.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
        )}
        {choose(
          "account",
          "Account",
          (accounts.data?.data ?? []).map(({ id, email }) => ({ value: id, label: email })),
        )}
      </div>
    </div>
  );
}

const nothing: Readonly<Record<Wanted["scope"], readonly [string, string]>> = {
  answer: ["Nobody waits for an answer", "Whoever writes back stands here until they are answered or archived."],
  all: ["Nothing came back yet", "Replies, out-of-offices and bounces of every account stand here."],
  automatic: ["Nothing automatic", "Out-of-offices, bounces and other answers by programs stand here."],
  snoozed: ["Nothing is snoozed", "S puts a thread out of sight until later."],
  unmatched: ["Every mail found its person", "Mails by nobody among the contacts stand here with the reason."],
  archived: ["Nothing is archived", "E archives a thread; a new mail brings it back."],
};

function Nothing({ wanted, onChange }: Pick<Props, "wanted" | "onChange">) {
  const isSandbox = useIsSandbox();
  const { scope, q, account, sequence, reply, assignee } = wanted;
  if (q || account || sequence || reply || assignee)
    return (
      <Empty title="No thread fits" text="People, addresses and subjects are searched; filters narrow it further.">
        <Button onClick={() => onChange(noFilters)}>Show all threads</Button>
      </Empty>
    );
  const [title, text] = nothing[scope];
  return (
    <Empty title={title} text={text}>
      {isSandbox && (scope === "answer" || scope === "all") ? (
        <Button component={A} href={paths.sandbox}>
          Answer as somebody in the sandbox
        </Button>
      ) : null}
    </Empty>
  );
}

function Row({ thread, isOpen, onOpen }: { thread: InboxThread; isOpen: boolean; onOpen: () => void }) {
  const times = useTimes();
  const { mail, contact } = thread;
  const name = contact ? personName(contact) : (mail.from ?? "Nobody known");
  const verdict = verdictOf(mail);
  return (
    <button
      type="button"
      className={cx(p.row, s.row)}
      aria-current={isOpen || undefined}
      data-unread={!thread.isRead || undefined}
      onClick={onOpen}
    >
      <Avatar id={contact?.id ?? name} name={name} size={28} />
      <span className={cx(p.text, s.text)}>
        <span className={s.top}>
          <b className="cut" dir="auto">
            {name}
          </b>
          {contact?.company ? <span className={cx(s.company, "cut")}>{contact.company}</span> : null}
          <time className={p.time} dateTime={mail.receivedAt}>
            {times.when(mail.receivedAt)}
          </time>
        </span>
        <span className="cut" dir="auto">
          {thread.preview || mail.subject || "No words"}
        </span>
        <span className={s.about}>
          <span className={s.chip} data-tone={verdict.tone}>
            {verdict.word}
          </span>
          {verdict.confidence === null ? null : <span className="num">{verdict.confidence.toFixed(2)}</span>}
          {thread.snoozedUntil ? <span className="cut">until {times.when(thread.snoozedUntil)}</span> : null}
          {thread.assignee ? <span className="cut">{thread.assignee.name}</span> : null}
          {thread.sequence ? <span className={cx(s.where, "cut")}>{thread.sequence.name}</span> : null}
          {thread.isRead ? null : <span className="sr">, not read yet</span>}
        </span>
      </span>
    </button>
  );
}
