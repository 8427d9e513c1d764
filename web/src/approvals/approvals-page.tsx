import type { ApprovingStep, EmailApproval } from "@haste/contract/nouns/approvals";
import { ActionIcon } from "@mantine/core";
import { IconArrowLeft, IconMailCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { approvalsQuery } from "../app/session.ts";
import { cx } from "../ui/cx.ts";
import { useKeys } from "../ui/keys/use-keys.ts";
import { type RowSelection, useRowSelection } from "../ui/list/row-select.ts";
import { plural } from "../ui/numbers.ts";
import { KeyBar, Page, PageHeader } from "../ui/page.tsx";
import p from "../ui/panes.module.css";
import { useUrlState } from "../ui/use-url-state.ts";
import { useMedia } from "../ui/use-width.ts";
import { Bar, statuses } from "./approval-bar.tsx";
import { ApprovalList } from "./approval-list.tsx";
import { type Refused, saidOf, useApprovals, useDecide, type Verdict, type Which } from "./approval-queries.ts";
import { stepName } from "./approval-words.ts";
import s from "./approvals.module.css";
import { Nothing } from "./nothing.tsx";
import { OpenApproval } from "./open-approval.tsx";

/** Below this the list and the mail are pages of their own. */
const PAGES = "(max-width: 999px)";

const noSteps: readonly ApprovingStep[] = [];

/** Emails that wait until somebody has read them: each as its person would get it, one by one or many at once. */
export function ApprovalsPage() {
  const [url, setUrl] = useUrlState();
  const pages = useMedia(PAGES);
  const which: Which = {
    status: statuses.find(({ value }) => value === url.status)?.value ?? "pending",
    sequenceId: url.sequence,
    stepId: url.step,
  };
  const list = useApprovals(which);
  const steps = useQuery(approvalsQuery).data?.data ?? noSteps;
  const stepOf = (email: EmailApproval) =>
    steps.find(({ sequence, stepId }) => sequence.id === email.sequence.id && stepId === email.stepId);
  const nameOf = (email: EmailApproval) => {
    const step = stepOf(email);
    return step ? stepName(step) : email.sequence.name;
  };
  const selection = useRowSelection();
  const [refused, setRefused] = useState<Refused | null>(null);
  const openId = url.email;
  const firstId = list.rows[0]?.id;
  const open = (id: string | null) => setUrl({ email: id }, { replace: !pages });
  const deciding = useDecide((failed) => {
    setRefused(failed);
    open(failed.id);
  });
  useEffect(() => {
    if (!pages && !openId && firstId) setUrl({ email: firstId }, { replace: true });
  }, [pages, openId, firstId, setUrl]);
  const at = list.rows.findIndex(({ id }) => id === openId);
  const known = list.rows[at];
  /** On to the next; the list without the one that was decided is on the screen before the answer. */
  function decide(email: EmailApproval, verdict: Verdict) {
    const next = list.rows[at + 1] ?? list.rows[at - 1];
    if (selection.has(email.id)) selection.toggle(email.id);
    setRefused(null);
    deciding.mutate({ email, verdict });
    setUrl({ email: next?.id ?? null }, { replace: true });
  }
  useListKeys(list.rows, at, { open, selection });
  const reading = pages && openId !== undefined;
  const isEmpty = list.query.data !== undefined && list.rows.length === 0;
  return (
    <Page>
      <PageHeader
        icon={
          reading ? (
            <ActionIcon onClick={() => open(null)} aria-label="Back to the list">
              <IconArrowLeft size={16} stroke={1.6} />
            </ActionIcon>
          ) : (
            <IconMailCheck size={16} stroke={1.6} />
          )
        }
        title={reading ? "Approval" : "Approvals"}
        meta={list.total === undefined || reading ? null : totalWords(which.status, list.total)}
      />
      <p className="sr" role="status">
        {saidOf(deciding)}
      </p>
      {reading ? null : <Bar {...{ which, steps, selection }} rows={list.rows} total={list.total ?? 0} />}
      <div className={cx(p.panes, s.panes)}>
        {reading || isEmpty ? null : <ApprovalList {...{ list, openId, selection, nameOf }} onOpen={open} />}
        {isEmpty && !openId ? <Nothing which={which} onAll={() => setUrl({ sequence: null, step: null })} /> : null}
        {openId ? (
          <OpenApproval
            key={openId}
            id={openId}
            step={known ? stepOf(known) : undefined}
            name={known ? nameOf(known) : ""}
            nextId={known ? list.rows[at + 1]?.id : undefined}
            error={refused?.id === openId ? refused.error : null}
            onDecide={decide}
          />
        ) : null}
      </div>
      <KeyBar
        keys={[
          ["j k", "next, previous"],
          ["a", "approve"],
          ["e", "edit"],
          ["s", "skip"],
          ["x", "select"],
        ]}
      />
    </Page>
  );
}

function totalWords(status: Which["status"], total: number): string {
  if (status === "pending") return `${plural(total, "mail waits", "mails wait")}`;
  return plural(total, "mail", "mails");
}

function useListKeys(
  rows: readonly EmailApproval[],
  at: number,
  { open, selection }: { open: (id: string) => void; selection: RowSelection },
) {
  const go = (to: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (row) open(row.id);
  };
  useKeys([
    { keys: "j", label: "Next mail", group: "List", run: () => go(at + 1) },
    { keys: "k", label: "Previous mail", group: "List", run: () => go(at - 1) },
    { keys: "ArrowDown", label: "Next mail", group: "List", run: () => go(at + 1), hidden: true },
    { keys: "ArrowUp", label: "Previous mail", group: "List", run: () => go(at - 1), hidden: true },
    {
      keys: "x",
      label: "Select the mail",
      group: "List",
      run: (event) => {
        const row = rows[at];
        if (row?.status !== "pending") return;
        if (event.shiftKey)
          selection.extend(
            row.id,
            rows.map(({ id }) => id),
          );
        else selection.toggle(row.id);
      },
    },
  ]);
}
