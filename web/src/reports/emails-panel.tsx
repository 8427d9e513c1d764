import type { ReportEmail } from "@haste/contract/nouns/reports";
import { outcomeNames, type ReportOutcome } from "@haste/engine/report";
import { ActionIcon, Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { useKeys } from "../ui/keys/use-keys.ts";
import { A } from "../ui/link.tsx";
import { usePages } from "../ui/list/use-pages.ts";
import { plural } from "../ui/numbers.ts";
import { PanelHeader, SidePanel } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { scopeOf, type Wanted } from "./address.ts";
import { performanceQuery } from "./queries.ts";
import s from "./reports.module.css";
import { rowName } from "./words.ts";

interface PanelProps {
  readonly wanted: Wanted;
  readonly open: NonNullable<Wanted["open"]>;
  readonly onClose: () => void;
}

/** The mails behind one number: to whom each went, and on to the mail and the person. */
export function EmailsPanel({ wanted, open, onClose }: PanelProps) {
  useKeys([{ keys: "Escape", label: "Close the panel", group: "Reports", run: onClose }]);
  const report = useQuery(performanceQuery(wanted)).data;
  const row = report?.rows.find(({ key }) => key === open.key);
  const name = row === undefined ? "All of them" : rowName(wanted.by, row.name);
  const numbers: Partial<Record<ReportOutcome, number | null>> | undefined = row ?? report?.totals;
  const n = numbers?.[open.outcome];
  const query = {
    ...{ ...scopeOf(wanted), groupBy: wanted.by, outcome: open.outcome, limit: 50 },
    ...(open.key === "" ? {} : { key: open.key }),
  };
  const list = usePages<ReportEmail>(["reports", "emails", query], (cursor, signal) =>
    api("GET /reports/email-performance/emails", { query: { ...query, ...(cursor ? { cursor } : {}) }, signal }),
  );
  return (
    <SidePanel label="Emails behind the number" width={420} over>
      <PanelHeader title={`${outcomeNames[open.outcome]}: ${name}`}>
        <ActionIcon onClick={onClose} aria-label="Close">
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </PanelHeader>
      <p className={s.panelNote}>
        {typeof n === "number" ? `${plural(n, "mail", "mails")}, the latest first` : "The latest first"}
      </p>
      {list.query.error && list.rows.length === 0 ? (
        <ErrorState error={list.query.error} retry={() => void list.query.refetch()} />
      ) : null}
      {list.query.isPending ? <SkeletonRows rows={6} height={44} /> : null}
      <ol className={s.emails}>
        {list.rows.map((mail) => (
          <OneEmail key={mail.id} mail={mail} />
        ))}
      </ol>
      {list.query.hasNextPage ? (
        <div className={s.more}>
          <Button size="xs" onClick={list.loadMore} loading={list.query.isFetchingNextPage}>
            Show more
          </Button>
        </div>
      ) : null}
    </SidePanel>
  );
}

function OneEmail({ mail }: { mail: ReportEmail }) {
  const times = useTimes();
  return (
    <li>
      <A href={paths.email(mail.id)} className={s.email}>
        <b className="cut" dir="auto">
          {mail.contactName ?? mail.toEmail}
        </b>
        <span className="quiet num">{mail.sentAt ? times.when(mail.sentAt) : "refused"}</span>
        <span className={`cut ${s.subject}`} dir="auto">
          {mail.subject ?? mail.sequenceName}
        </span>
      </A>
      {mail.contactId ? (
        <A href={paths.contact(mail.contactId)} className={s.person}>
          Person
        </A>
      ) : null}
    </li>
  );
}
