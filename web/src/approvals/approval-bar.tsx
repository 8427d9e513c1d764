import type { ApprovingStep, EmailApproval } from "@haste/contract/nouns/approvals";
import { Button, SegmentedControl, Select } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { BulkBar } from "../ui/list/bulk-bar.tsx";
import type { RowSelection } from "../ui/list/row-select.ts";
import { count, plural } from "../ui/numbers.ts";
import { FilterBar, Spacer } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { PHONE, useMedia } from "../ui/use-width.ts";
import { allIds, useDecideMany, type Verdict, type Which } from "./approval-queries.ts";
import { releasedByAll } from "./approval-words.ts";

export const statuses = [
  { value: "pending", label: "Waiting" },
  { value: "approved", label: "Approved" },
  { value: "rejected", label: "Not sent" },
] as const;

interface BarProps {
  readonly which: Which;
  readonly selection: RowSelection;
  readonly steps: readonly ApprovingStep[];
  readonly rows: readonly EmailApproval[];
  /** Of the list, shown or not. */
  readonly total: number;
}

/** Which emails are listed; while some are selected, what is done with them. */
export function Bar(props: BarProps) {
  const { which, selection, steps, rows } = props;
  if (selection.ids.size > 0) return <Many {...props} />;
  return <Filters {...{ which, steps, rows }} onSelectAll={(ids) => selection.setAll(ids, true)} />;
}

function Filters(props: {
  which: Which;
  steps: readonly ApprovingStep[];
  rows: readonly EmailApproval[];
  onSelectAll: (ids: readonly string[]) => void;
}) {
  const { which, steps, rows } = props;
  const [, setUrl] = useUrlState();
  const phone = useMedia(PHONE);
  const ofSequences = [...new Map(steps.map(({ sequence }) => [sequence.id, sequence])).values()];
  // Somebody may come for a sequence of which nothing waits any more.
  const [first] = rows;
  if (which.sequenceId && first && !ofSequences.some(({ id }) => id === which.sequenceId))
    ofSequences.push(first.sequence);
  const ofStep = steps.filter(({ sequence }) => sequence.id === which.sequenceId);
  return (
    <FilterBar>
      <SegmentedControl
        aria-label="Which emails"
        value={which.status}
        data={[...statuses]}
        onChange={(status) => setUrl({ status: status === "pending" ? null : status, email: null }, { replace: true })}
      />
      <Select
        size="xs"
        w={phone ? 128 : 200}
        aria-label="Sequence"
        placeholder="All sequences"
        clearable
        value={which.sequenceId ?? null}
        data={ofSequences.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(sequence) => setUrl({ sequence, step: null, email: null }, { replace: true })}
      />
      {ofStep.length > 1 ? (
        <Select
          size="xs"
          w={130}
          aria-label="Step"
          placeholder="All steps"
          clearable
          value={which.stepId ?? null}
          data={ofStep.map(({ stepId, number }) => ({ value: stepId, label: `Step ${number ?? "?"}` }))}
          onChange={(step) => setUrl({ step, email: null }, { replace: true })}
        />
      ) : null}
      <Spacer />
      {which.status === "pending" && rows.length > 1 && !phone ? (
        <Button size="xs" variant="subtle" onClick={() => props.onSelectAll(rows.map(({ id }) => id))}>
          Select all shown
        </Button>
      ) : null}
    </FilterBar>
  );
}

function Many(props: BarProps) {
  const { which, selection, steps, rows, total } = props;
  const [, setUrl] = useUrlState();
  const decide = useDecideMany(() => {
    selection.clear();
    // The one that is open may be among them.
    setUrl({ email: null }, { replace: true });
  });
  const all = useMutation({
    mutationFn: () => allIds(which),
    onSuccess: (ids) => selection.setAll(ids, true),
  });
  const n = selection.ids.size;
  const chosen = rows.filter(({ id }) => selection.has(id));
  // Of those that are not on the screen nobody knows here of which steps they are.
  const others = chosen.length === n ? releasedByAll(steps, chosen) : 0;
  const run = (verdict: Verdict) => decide.mutate({ ids: [...selection.ids], verdict });
  return (
    <>
      <BulkBar selection={selection} noun={["mail", "mails"]}>
        {n < total ? (
          <Button size="xs" variant="subtle" loading={all.isPending} onClick={() => all.mutate()}>
            Select all {count(total)}
          </Button>
        ) : null}
        <Button size="xs" variant="filled" loading={decide.isPending} onClick={() => run("approve")}>
          Approve {count(n)}
        </Button>
        <Button size="xs" disabled={decide.isPending} onClick={() => run("skip")}>
          Skip {count(n)}
        </Button>
        <Button size="xs" disabled={decide.isPending} onClick={() => run("stop")}>
          Take out {count(n)}
        </Button>
        {others > 0 ? (
          <span className="second">
            Approved, {plural(others, "other", "others")} of the step {others === 1 ? "leaves" : "leave"}, too
          </span>
        ) : null}
      </BulkBar>
      {(decide.error ?? all.error) ? <ErrorState error={decide.error ?? all.error} /> : null}
    </>
  );
}
