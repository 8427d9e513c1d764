import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { Button } from "@mantine/core";
import { IconMail, IconPlus } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { useClock, useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { type Column, Rows } from "../ui/list/rows.tsx";
import { count, percent, plural } from "../ui/numbers.ts";
import { KeyBar, Page, PageHeader, PageTabs, type TabLink } from "../ui/page.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import s from "./accounts.module.css";
import { BreakerMap } from "./breaker-map.tsx";
import { Health } from "./health.tsx";
import { HourBar } from "./hour-bar.tsx";
import { useAccounts, useHours } from "./queries.ts";
import { Today } from "./today.tsx";
import { providerWords } from "./words.ts";

/** The mailboxes mail leaves from: trouble first, today against the cap, the day by the hour, what came back. */
export function AccountsPage() {
  const router = useRouter();
  const accounts = useAccounts();
  const [url] = useUrlState();
  const isMap = url.tab === "breakers";
  const rows = accounts.data ?? [];
  const connect = () => router.history.push(paths.connectAccount);
  useKeys([{ keys: "c", label: "Connect an account", group: "Sending accounts", run: connect }]);
  const button = (
    <Button
      variant="filled"
      leftSection={<IconPlus size={16} stroke={1.6} />}
      rightSection={<Kbd keys="c" on />}
      onClick={connect}
    >
      Connect account
    </Button>
  );
  return (
    <Page>
      <PageHeader
        icon={<IconMail size={16} stroke={1.6} />}
        title="Sending accounts"
        meta={rows.length > 0 ? <Room accounts={rows} /> : null}
        actions={button}
      />
      {rows.length > 0 ? (
        <PageTabs label="Sending accounts" active={isMap ? "breakers" : "accounts"} tabs={tabsOf(rows)} />
      ) : null}
      {accounts.error ? <ErrorState error={accounts.error} retry={() => void accounts.refetch()} /> : null}
      {accounts.isPending ? <SkeletonRows rows={4} height={58} /> : null}
      {accounts.data && rows.length === 0 ? (
        <Empty
          icon={<IconMail size={28} stroke={1.4} />}
          title="No sending account yet"
          text="A sending account is a mailbox that mail leaves from. Without one nothing can be sent."
        >
          {button}
        </Empty>
      ) : null}
      {rows.length > 0 && !isMap ? <List accounts={rows} /> : null}
      {rows.length > 0 && isMap ? <BreakerMap accounts={rows} /> : null}
      <KeyBar keys={[...listKeys(isMap), ["c", "connect"], ["?", "all keys"]]}>
        <span>{plural(rows.length, "account", "accounts")}</span>
      </KeyBar>
    </Page>
  );
}

function List({ accounts }: { accounts: readonly SendingAccount[] }) {
  const columns = useColumns();
  return (
    <Rows
      label="Sending accounts"
      rows={accounts}
      rowId={(row) => row.id}
      columns={columns}
      rowHeight={58}
      href={(row) => paths.account(row.id)}
      subline={(row) => row.statusReason ?? `${count(row.currentUsage.daily)} of ${count(row.dailyLimit)} today`}
      sublineBelow={560}
    />
  );
}

/** The map has no rows to walk through. */
function listKeys(isMap: boolean): readonly (readonly [string, string])[] {
  return isMap
    ? []
    : [
        ["j k", "move"],
        ["Enter", "open"],
      ];
}

function tabsOf(accounts: readonly SendingAccount[]): TabLink[] {
  return [
    { id: "accounts", label: "Accounts", href: paths.accounts, count: accounts.length },
    { id: "breakers", label: "Breakers", href: paths.breakers },
  ];
}

/** What may still leave today from the accounts that run. */
function Room({ accounts }: { accounts: readonly SendingAccount[] }) {
  const sum = (of: (account: SendingAccount) => number) => accounts.reduce((total, each) => total + of(each), 0);
  const used = sum(({ currentUsage }) => currentUsage.daily);
  const free = sum((each) => (each.status === "active" ? Math.max(0, each.dailyLimit - each.currentUsage.daily) : 0));
  return `${count(used)} today · ${count(free)} free`;
}

function useColumns(): Column<SendingAccount>[] {
  const times = useTimes();
  const { now } = useClock();
  const hours = useHours();
  const hoursOf = (id: string) => hours.data?.accounts.find(({ accountId }) => accountId === id)?.hours ?? [];
  return [
    { id: "account", header: "Account", width: "minmax(190px, 2fr)", cell: (row) => <Who account={row} /> },
    {
      id: "health",
      header: "Health",
      width: "minmax(120px, 1.4fr)",
      from: 420,
      cell: (row) => <Health account={row} />,
    },
    { id: "today", header: "Today", width: "116px", from: 560, cell: (row) => <Today account={row} /> },
    {
      id: "hours",
      header: "By the hour",
      width: "152px",
      from: 860,
      cell: (row) => <HourBar hours={hoursOf(row.id)} now={now} />,
    },
    {
      id: "bounced",
      header: "Bounced, 30 days",
      width: "116px",
      from: 980,
      cell: (row) => <Rate rate={row.bounceRate} of={row.evidence["/bounceRate"]?.of ?? 0} />,
    },
    {
      id: "complained",
      header: "Complained",
      width: "104px",
      from: 1120,
      cell: (row) => <Rate rate={row.spamRate} of={row.evidence["/spamRate"]?.of ?? 0} />,
    },
    {
      id: "reputation",
      header: "Reputation",
      width: "92px",
      from: 1240,
      cell: (row) => <Reputation account={row} />,
    },
    {
      id: "next",
      header: "Next mail",
      width: "92px",
      from: 720,
      cell: (row) => <span className="second num">{times.when(row.nextMailAt)}</span>,
    },
  ];
}

function Who({ account }: { account: SendingAccount }) {
  return (
    <span className={s.who}>
      <b className="cut">{account.email}</b>
      <small className="cut">
        {account.displayName} · {providerWords[account.provider]}
      </small>
    </span>
  );
}

/** Of 100, with its range; why there is none is told where one looks for it. */
function Reputation({ account: { reputation, reputationReason, evidence } }: { account: SendingAccount }) {
  if (reputation === null)
    return (
      <span className="quiet" title={reputationReason ?? ""}>
        –
      </span>
    );
  const { low, high } = evidence["/reputation"] ?? { low: null, high: null };
  return (
    <span className="num">
      {reputation} {low === null ? null : <span className="quiet">{`${low}–${high}`}</span>}
    </span>
  );
}

/** A rate never stands without the number it is of. */
function Rate({ rate, of }: { rate: number | null; of: number }) {
  if (rate === null) return <span className="quiet">–</span>;
  return (
    <span className="num">
      {percent(rate)} <span className="quiet">of {count(of)}</span>
    </span>
  );
}
