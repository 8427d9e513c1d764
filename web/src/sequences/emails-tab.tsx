import type { EmailActivity } from "@haste/contract/nouns/enrollments";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button, Select } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { api } from "../app/api.ts";
import { useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { type Column, Rows } from "../ui/list/rows.tsx";
import { usePages } from "../ui/list/use-pages.ts";
import { FilterBar, KeyBar, Spacer } from "../ui/page.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { Line } from "../ui/status/line.tsx";
import { EmailState, emailLooks } from "../ui/status/state.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { emailStatuses } from "./email-statuses.ts";
import { place } from "./tree.ts";

/** Every mail of the sequence: how far it got and what came back. */
export function EmailsTab({ sequence }: { sequence: Sequence }) {
  const [url, setUrl] = useUrlState();
  const status = url.status ?? "";
  const list = usePages<EmailActivity>(["emails", "sequence", sequence.id, status], (cursor, signal) =>
    api("GET /sequences/:id/email-activities", {
      params: { id: sequence.id },
      query: { limit: 100, ...(cursor ? { cursor } : {}), ...(status ? { "filter[status]": status } : {}) },
      signal,
    }),
  );
  const columns = useColumns(sequence);
  return (
    <>
      <FilterBar>
        <Select
          size="xs"
          w={170}
          aria-label="Status"
          placeholder="Any status"
          clearable
          value={status || null}
          data={emailStatuses.map((value) => ({ value, label: emailLooks[value]?.word ?? value }))}
          onChange={(value) => setUrl({ status: value }, { replace: true })}
        />
        <Spacer />
        <span className="quiet" style={{ fontSize: 12 }}>
          Newest first
        </span>
      </FilterBar>
      {list.query.error && list.rows.length === 0 ? (
        <ErrorState error={list.query.error} retry={() => void list.query.refetch()} />
      ) : null}
      {list.query.isPending ? <SkeletonRows /> : null}
      {list.query.data && list.rows.length === 0 ? (
        <Empty
          icon={<IconMail size={28} stroke={1.4} />}
          title={status ? `No mail is ${status}` : "No mail yet"}
          text="Mails appear here once people are enrolled and the sequence runs."
        >
          {status ? <Button onClick={() => setUrl({ status: null })}>Show all</Button> : null}
        </Empty>
      ) : null}
      {list.rows.length > 0 ? (
        <Rows
          label="Emails"
          rows={list.rows}
          rowId={(mail) => mail.id}
          columns={columns}
          href={(mail) => paths.contact(mail.contactId ?? "")}
          subline={(mail) => mail.subject}
          onEnd={list.loadMore}
        />
      ) : null}
      <KeyBar
        keys={[
          ["j k", "move"],
          ["Enter", "open the person"],
          ["?", "all keys"],
        ]}
      />
    </>
  );
}

function useColumns(sequence: Sequence): Column<EmailActivity>[] {
  const times = useTimes();
  const order = new Map(place(sequence.steps).map(({ step, number }) => [step.id, number]));
  return [
    { id: "to", header: "To", width: "minmax(130px, 1.2fr)", cell: (mail) => mail.toEmail },
    {
      id: "subject",
      header: "Subject",
      width: "minmax(120px, 1.4fr)",
      from: 720,
      cell: (mail) => (
        <span className="second" dir="auto">
          {mail.subject ?? "–"}
        </span>
      ),
    },
    {
      id: "step",
      header: "Step",
      width: "40px",
      align: "end",
      from: 560,
      cell: (mail) => (mail.stepId ? (order.get(mail.stepId) ?? "–") : "–"),
    },
    { id: "line", header: "Line", width: "64px", from: 900, cell: (mail) => <Line {...progressOf(mail)} /> },
    {
      id: "state",
      header: "State",
      width: "minmax(104px, 1fr)",
      cell: (mail) => <EmailState state={mail.status} reason={mail.heldReason ?? mail.bounceReason} />,
    },
    {
      id: "back",
      header: "What came back",
      width: "minmax(110px, .9fr)",
      from: 820,
      cell: (mail) => <CameBack mail={mail} />,
    },
    {
      id: "at",
      header: "When",
      width: "104px",
      from: 480,
      cell: (mail) => <span className="second num">{times.when(mail.sentAt ?? mail.scheduledAt)}</span>,
    },
  ];
}

function CameBack({ mail }: { mail: EmailActivity }) {
  if (mail.repliedAt) return <b style={{ fontWeight: 500 }}>replied</b>;
  if (mail.unsubscribed) return <span>unsubscribed</span>;
  const machine = mail.machineOpenCount + mail.machineClickCount;
  const parts = [
    mail.clickCount > 0 ? `clicked ${mail.clickCount}×` : "",
    mail.openCount > 0 ? `opened ${mail.openCount}×` : "",
  ].filter(Boolean);
  return (
    <span className="second">
      {parts.join(", ") || (machine > 0 ? "" : "–")}
      {machine > 0 ? (
        <span className="quiet">{parts.length > 0 ? ` + ${machine} machine` : `${machine} machine`}</span>
      ) : null}
    </span>
  );
}

/** Which of the seven stages an email has reached. */
function progressOf(mail: EmailActivity): { stage: number; end?: "failed" | "held" } {
  if (mail.status === "bounced" || mail.status === "failed") return { stage: 5, end: "failed" };
  if (mail.status === "held" || mail.status === "canceled" || mail.status === "uncertain")
    return { stage: mail.status === "uncertain" ? 4 : 2, end: "held" };
  if (mail.status === "scheduled") return { stage: 2 };
  if (mail.status === "sending") return { stage: 4 };
  return { stage: mail.repliedAt || mail.unsubscribed ? 6 : 5 };
}
