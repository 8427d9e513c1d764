import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { Button } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../app/api.ts";
import { useTimes } from "../app/clock.tsx";
import { count } from "../ui/numbers.ts";
import { PageBody } from "../ui/page.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { Glyph } from "../ui/status/glyph.tsx";
import { toastDone } from "../ui/toast.tsx";
import { AccountWorkday } from "./account-workday.tsx";
import s from "./accounts.module.css";

/** The mailboxes mail leaves from: trouble with its reason, today against the cap, the next mail. */
export function Accounts() {
  const accounts = useQuery({
    queryKey: ["sending-accounts"],
    queryFn: ({ signal }) => api("GET /sending-accounts", { query: { limit: 200 }, signal }),
  });
  const rows = accounts.data?.data ?? [];
  return (
    <PageBody label="Sending accounts">
      {accounts.error ? <ErrorState error={accounts.error} retry={() => void accounts.refetch()} /> : null}
      {accounts.isPending ? <SkeletonRows rows={3} height={58} /> : null}
      {accounts.data && rows.length === 0 ? (
        <Empty
          icon={<IconMail size={28} stroke={1.4} />}
          title="No sending account yet"
          text="A sending account is a mailbox that mail leaves from. Without one nothing can be sent."
        />
      ) : null}
      <ul>
        {rows
          .toSorted((a, b) => Number(a.status === "active") - Number(b.status === "active"))
          .map((account) => (
            <Account key={account.id} account={account} />
          ))}
      </ul>
    </PageBody>
  );
}

function Account({ account }: { account: SendingAccount }) {
  const queries = useQueryClient();
  const times = useTimes();
  const [isEditing, setEditing] = useState(false);
  const { daily } = account.currentUsage;
  const active = account.status === "active";
  const set = useMutation({
    mutationFn: (status: "active" | "paused") =>
      api("PUT /sending-accounts/:id", { params: { id: account.id }, body: { status } }),
    onSuccess: (_, status) => {
      void queries.invalidateQueries({ queryKey: ["sending-accounts"] });
      const back = status === "active" ? "paused" : "active";
      toastDone(`${account.email} is ${status}.`, () => set.mutate(back));
    },
  });
  return (
    <li className={s.account}>
      <div className={s.who}>
        <b className="cut">{account.email}</b>
        <small className="cut">
          {account.displayName} · {account.provider}
        </small>
      </div>
      <div className={s.health}>
        <span style={{ display: "inline-flex", alignItems: "center", gap: 7, fontWeight: 500 }}>
          <Glyph name={active ? "dot" : "bars"} color={active ? "var(--good-fill)" : "var(--warn-fill)"} />
          {active ? "Active" : "Paused"}
        </span>
        <small className="cut">
          {account.statusReason ??
            (account.nextMailAt ? `next mail ${times.when(account.nextMailAt)}` : "nothing planned")}
        </small>
      </div>
      <div className={s.usage}>
        <span className="num">
          <b>{count(daily)}</b> <span className="quiet">of {count(account.dailyLimit)} today</span>
        </span>
        <span className={s.meter}>
          <i style={{ width: `${account.dailyLimit > 0 ? Math.min(100, (daily / account.dailyLimit) * 100) : 0}%` }} />
        </span>
      </div>
      <Button aria-label={`Workday: ${workdayWords(account)}`} onClick={() => setEditing(true)}>
        {workdayWords(account)}
      </Button>
      <Button loading={set.isPending} onClick={() => set.mutate(active ? "paused" : "active")}>
        {active ? "Pause" : "Resume"}
      </Button>
      {set.error ? <ErrorState error={set.error} /> : null}
      {isEditing ? <AccountWorkday account={account} onClose={() => setEditing(false)} /> : null}
    </li>
  );
}

function workdayWords({ workday }: SendingAccount): string {
  return workday === null ? "Any hour" : `${workday.start}–${workday.end}`;
}
