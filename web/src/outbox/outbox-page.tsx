import type { OutboxEmail } from "@haste/contract/nouns/outbox";
import { Button } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { paths } from "../app/paths.ts";
import { BulkBar } from "../ui/list/bulk-bar.tsx";
import { type RowSelection, useRowSelection } from "../ui/list/row-select.ts";
import { Rows } from "../ui/list/rows.tsx";
import { usePages } from "../ui/list/use-pages.ts";
import { count } from "../ui/numbers.ts";
import { KeyBar, Page, PageHeader, PageTabs, Split } from "../ui/page.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { EmailPanel } from "./email-panel.tsx";
import { useOutboxColumns } from "./outbox-columns.tsx";
import { OutboxFilters } from "./outbox-filters.tsx";
import { countsQuery, loadOutbox, type OutboxDeeds, useOutboxDeeds, type View, type Wanted } from "./outbox-queries.ts";

/** Everything that has not left, with why: what leaves next, what needs somebody, and what may have left. */
export function OutboxPage() {
  const [url, setUrl] = useUrlState();
  const view = (["needs", "uncertain"].find((one) => one === url.view) ?? "waiting") as View;
  const { state = "", reason = "", account = "", sequence = "" } = url;
  const wanted: Wanted = { view, state, reason, account, sequence };
  const selection = useRowSelection();
  const deeds = useOutboxDeeds();
  const isChoosing = view === "uncertain" && selection.ids.size > 0;
  return (
    <Page>
      <PageHeader icon={<IconSend size={16} stroke={1.6} />} title="Outbox" />
      <OutboxTabs active={view} />
      {isChoosing ? (
        <SettleBar selection={selection} deeds={deeds} />
      ) : (
        <OutboxFilters wanted={wanted} onChange={(patch) => setUrl({ ...patch, email: null }, { replace: true })} />
      )}
      {deeds.error ? <ErrorState error={deeds.error} /> : null}
      <Split>
        <OutboxList
          wanted={wanted}
          selection={selection}
          deeds={deeds}
          openId={url.email}
          onOpen={(id) => setUrl({ email: id }, { replace: true })}
          onClear={() => setUrl({ state: null, reason: null, account: null, sequence: null }, { replace: true })}
        />
        {url.email ? (
          <EmailPanel
            key={url.email}
            id={url.email}
            deeds={deeds}
            onClose={() => setUrl({ email: null }, { replace: true })}
          />
        ) : null}
      </Split>
      <KeyBar
        keys={view === "uncertain" ? [...usual, ["x", "select"], ["y", "it left"], ["n", "it did not"]] : usual}
      />
    </Page>
  );
}

const usual: [string, string][] = [
  ["j k", "move"],
  ["Enter", "open"],
  ["r", "try again"],
  ["?", "all keys"],
];

function OutboxTabs({ active }: { active: View }) {
  const { data } = useQuery(countsQuery);
  const of = (...states: (keyof NonNullable<typeof data>["states"])[]) =>
    data ? states.reduce((sum, state) => sum + data.states[state], 0) : undefined;
  const shown = (n: number | undefined) => (n === undefined ? undefined : count(n));
  const onTheWay = of("due", "waiting", "sending", "deferred");
  const needs = of("held", "failed");
  const uncertain = of("uncertain");
  const waiting = shown(onTheWay);
  return (
    <PageTabs
      label="Outbox"
      active={active}
      tabs={[
        {
          id: "waiting",
          label: "On its way",
          href: paths.outbox,
          count: data?.isCapped ? `${waiting}+` : waiting,
        },
        { id: "needs", label: "Needs you", href: paths.outboxOf("needs"), count: shown(needs), warn: (needs ?? 0) > 0 },
        {
          id: "uncertain",
          label: "Uncertain",
          href: paths.outboxOf("uncertain"),
          count: shown(uncertain),
          warn: (uncertain ?? 0) > 0,
        },
      ]}
    />
  );
}

function SettleBar({ selection, deeds }: { selection: RowSelection; deeds: OutboxDeeds }) {
  const settle = (as: "sent" | "not_sent") =>
    deeds.settle.mutate({ ids: [...selection.ids].slice(0, 500), as }, { onSuccess: selection.clear });
  return (
    <BulkBar selection={selection} noun={["email", "emails"]}>
      <Button onClick={() => settle("sent")}>They left</Button>
      <Button variant="outline" onClick={() => settle("not_sent")}>
        They did not: send again
      </Button>
    </BulkBar>
  );
}

interface OutboxListProps {
  readonly wanted: Wanted;
  readonly selection: RowSelection;
  readonly deeds: OutboxDeeds;
  readonly openId: string | undefined;
  readonly onOpen: (id: string | null) => void;
  readonly onClear: () => void;
}

function OutboxList({ wanted, selection, deeds, openId, onOpen, onClear }: OutboxListProps) {
  const { view, state, reason, account, sequence } = wanted;
  const list = usePages<OutboxEmail>(["outbox", view, state, reason, account, sequence], (cursor, signal) =>
    loadOutbox(wanted, cursor, signal),
  );
  const columns = useOutboxColumns(view);
  if (list.query.error && list.rows.length === 0)
    return <ErrorState error={list.query.error} retry={() => void list.query.refetch()} />;
  if (list.query.isPending) return <SkeletonRows />;
  if (list.rows.length === 0)
    return <NothingHere view={view} isFiltered={[state, reason, account, sequence].some(Boolean)} onClear={onClear} />;
  const may = (action: OutboxEmail["actions"][number]) => (mail: OutboxEmail) => mail.actions.includes(action);
  return (
    <Rows
      label="Emails"
      rows={list.rows}
      rowId={(mail) => mail.id}
      columns={columns}
      onOpen={(mail) => onOpen(mail.id === openId ? null : mail.id)}
      openId={openId}
      subline={(mail) => mail.reason}
      sublineBelow={720}
      {...(view === "uncertain" ? { selection } : {})}
      onEnd={list.loadMore}
      verbs={[
        { keys: "r", label: "Try the email again", run: (mail) => deeds.retry.mutate(mail), fits: may("retry") },
        {
          keys: "Delete",
          label: "Do not send the email",
          run: (mail) => deeds.cancel.mutate(mail),
          fits: may("cancel"),
        },
        {
          keys: "y",
          label: "It left",
          run: (mail) => deeds.settle.mutate({ ids: [mail.id], as: "sent" }),
          fits: may("settle"),
        },
        {
          keys: "n",
          label: "It did not leave: send again",
          run: (mail) => deeds.settle.mutate({ ids: [mail.id], as: "not_sent" }),
          fits: may("settle"),
        },
      ]}
    />
  );
}

const nothing: Record<View, readonly [title: string, text: string]> = {
  waiting: [
    "Nothing waits to leave",
    "Emails stand here from their planning, at most a day ahead, until a server has them.",
  ],
  needs: ["Nothing needs you", "An email that cannot be written, or was given up, waits here with its reason."],
  uncertain: [
    "Nothing is uncertain",
    "When a connection breaks after an email was handed over, nobody knows whether it left. It waits here, and is not sent twice.",
  ],
};

function NothingHere({ view, isFiltered, onClear }: { view: View; isFiltered: boolean; onClear: () => void }) {
  if (isFiltered)
    return (
      <Empty title="No email fits" text="None of them is in that state, of that account and that sequence.">
        <Button onClick={onClear}>Show all</Button>
      </Empty>
    );
  const [title, text] = nothing[view];
  return <Empty icon={<IconSend size={28} stroke={1.4} />} title={title} text={text} />;
}
