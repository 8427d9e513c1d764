import type { EmailApproval } from "@haste/contract/nouns/approvals";
import { Button, Checkbox } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTimes } from "../app/clock.tsx";
import { cx } from "../ui/cx.ts";
import type { RowSelection } from "../ui/list/row-select.ts";
import p from "../ui/panes.module.css";
import { personName } from "../ui/person.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import type { useApprovals } from "./approval-queries.ts";
import s from "./approvals.module.css";

interface Props {
  readonly list: ReturnType<typeof useApprovals>;
  readonly openId: string | undefined;
  readonly onOpen: (id: string) => void;
  readonly selection: RowSelection;
  /** Which step a row is of, in words. */
  readonly nameOf: (email: EmailApproval) => string;
}

/** Emails in the order in which they were made: whoever waits longest stands first. */
export function ApprovalList({ list, openId, onOpen, selection, nameOf }: Props) {
  const { rows, query } = list;
  const scroll = useRef<HTMLElement>(null);
  useEffect(() => {
    if (openId) scroll.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [openId]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={scroll} className={cx(p.list, s.list)} aria-label="Emails" tabIndex={0}>
      {query.error && rows.length === 0 ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isPending ? <SkeletonRows rows={7} height={52} /> : null}
      <ul>
        {rows.map((email) => (
          <li key={email.id} className={s.row}>
            {email.status === "pending" ? (
              <Checkbox
                className={s.check ?? ""}
                aria-label={`Select the mail to ${personName(email.contact)}`}
                checked={selection.has(email.id)}
                onChange={(event) =>
                  (event.nativeEvent as MouseEvent).shiftKey
                    ? selection.extend(
                        email.id,
                        rows.map(({ id }) => id),
                      )
                    : selection.toggle(email.id)
                }
              />
            ) : null}
            <Row email={email} name={nameOf(email)} isOpen={email.id === openId} onOpen={() => onOpen(email.id)} />
          </li>
        ))}
      </ul>
      {query.hasNextPage ? (
        <div className={s.more}>
          <Button size="xs" variant="subtle" onClick={list.loadMore} loading={query.isFetchingNextPage}>
            More emails
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function Row(props: { email: EmailApproval; name: string; isOpen: boolean; onOpen: () => void }) {
  const { email, name, isOpen, onOpen } = props;
  const times = useTimes();
  const at = email.decidedAt ?? email.askedAt;
  return (
    <button type="button" className={cx(p.row, s.open)} aria-current={isOpen || undefined} onClick={onOpen}>
      <span className={cx(p.text, s.text)}>
        <b className="cut" dir="auto">
          {personName(email.contact)}
        </b>
        <span className="cut" dir="auto">
          {email.isEdited ? "Own words · " : ""}
          {name}
        </span>
      </span>
      <time className={p.time} dateTime={at}>
        {times.when(at)}
      </time>
    </button>
  );
}
