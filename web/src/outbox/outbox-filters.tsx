import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { FilterBar, Spacer } from "../ui/page.tsx";
import { accountsQuery, countsQuery, sequenceNamesQuery, type View, type Wanted } from "./outbox-queries.ts";
import { stateLooks } from "./outbox-words.ts";

const statesOf: Record<View, readonly string[]> = {
  waiting: ["due", "waiting", "sending", "deferred"],
  needs: ["held", "failed"],
  uncertain: [],
};

type Change = (patch: Record<string, string | null>) => void;

/** By state, by account, by sequence, and by the reason as it is told. */
export function OutboxFilters({ wanted, onChange }: { wanted: Wanted; onChange: Change }) {
  const accounts = useQuery(accountsQuery).data?.data ?? [];
  const sequences = useQuery(sequenceNamesQuery).data?.data ?? [];
  const states = statesOf[wanted.view];
  return (
    <FilterBar>
      {states.length > 0 ? (
        <Select
          size="xs"
          w={130}
          aria-label="State"
          placeholder="Any state"
          clearable
          value={wanted.state || null}
          data={states.map((value) => ({ value, label: stateLooks[value]?.[1] ?? value }))}
          onChange={(state) => onChange({ state, reason: null })}
        />
      ) : null}
      <Select
        size="xs"
        w={190}
        aria-label="Sending account"
        placeholder="Any account"
        clearable
        value={wanted.account || null}
        data={accounts.map(({ id, email }) => ({ value: id, label: email }))}
        onChange={(account) => onChange({ account })}
      />
      <Select
        size="xs"
        w={170}
        aria-label="Sequence"
        placeholder="Any sequence"
        clearable
        searchable
        value={wanted.sequence || null}
        data={sequences.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(sequence) => onChange({ sequence })}
      />
      {wanted.view === "waiting" ? null : <ReasonFilter wanted={wanted} onChange={onChange} />}
      <Spacer />
      <span className="quiet" style={{ fontSize: 12 }}>
        {wanted.view === "waiting" ? "Next first" : "Newest first"}
      </span>
    </FilterBar>
  );
}

function ReasonFilter({ wanted, onChange }: { wanted: Wanted; onChange: Change }) {
  const reasons = useQuery(countsQuery).data?.reasons ?? [];
  const status = wanted.view === "uncertain" ? "uncertain" : wanted.state;
  const fits = (one: string) => (status === "" ? one !== "uncertain" : one === status);
  const labels = new Map(
    reasons
      .filter(({ status: one, reason }) => fits(one) && reason !== "")
      .map(({ reason, count }) => [reason, `${reason === "gave_up" ? "Tried for long enough" : reason} (${count})`]),
  );
  if (labels.size === 0) return null;
  return (
    <Select
      size="xs"
      w={220}
      aria-label="Reason"
      placeholder="Any reason"
      clearable
      comboboxProps={{ width: 420, position: "bottom-start" }}
      value={wanted.reason || null}
      data={[...labels].map(([value, label]) => ({ value, label }))}
      onChange={(reason) => onChange({ reason })}
    />
  );
}
