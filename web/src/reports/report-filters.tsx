import type { SavedView } from "@haste/contract/nouns/saved-views";
import {
  clientSideNames,
  clientSides,
  conversionGroups,
  groupNames,
  modelNames,
  reportGroups,
  usualDays,
} from "@haste/engine/report";
import { SegmentedControl, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type KeptList, ViewMenu } from "../app/views/view-menu.tsx";
import { FilterBar, Spacer } from "../ui/page.tsx";
import { trendMetrics, type Wanted } from "./address.ts";
import { accountNamesQuery, sequenceNamesQuery } from "./queries.ts";
import { metricNames } from "./words.ts";

/** Ten years: as far back as a report goes. */
const farthest = 3_660;

const periods = [7, 30, 90, 365].map((days) => ({
  value: String(days),
  label: days === 365 ? "Last year" : `Last ${days} days`,
}));

const groupings = [
  ...reportGroups.map((value) => ({ value, label: `By ${groupNames[value].toLowerCase()}` })),
  ...clientSides.map((value) => ({ value, label: `By ${clientSideNames[value].toLowerCase()}` })),
];

const models = Object.entries(modelNames).map(([value, label]) => ({ value, label }));

interface FilterProps {
  readonly wanted: Wanted;
  readonly saved: readonly SavedView[];
  readonly list: KeptList;
  readonly onChange: (patch: Record<string, string | null>) => void;
}

/** Which mails, and how they are told apart. */
export function ReportFilters({ wanted, saved, list, onChange }: FilterProps) {
  const { tab, days, by, side } = wanted;
  const own = periods.some(({ value }) => value === String(days))
    ? []
    : [{ value: String(days), label: days >= farthest ? "All there is" : `Last ${days} days` }];
  return (
    <FilterBar>
      {tab === "emails" ? (
        <Select
          size="xs"
          w={170}
          aria-label="Grouped by"
          allowDeselect={false}
          value={side ?? by}
          data={groupings}
          onChange={(value) => onChange({ by: value })}
        />
      ) : null}
      {tab === "trends" ? <TrendChoices wanted={wanted} onChange={onChange} /> : null}
      {tab === "conversions" ? <ConversionChoices wanted={wanted} onChange={onChange} /> : null}
      <Select
        size="xs"
        w={130}
        aria-label="Period"
        allowDeselect={false}
        value={String(days)}
        data={[...own, ...periods]}
        onChange={(value) => onChange({ days: value === String(usualDays[tab]) ? null : value })}
      />
      {tab === "conversions" ? null : <WhoseMails wanted={wanted} onChange={onChange} />}
      <Spacer />
      <ViewMenu saved={saved} list={list} />
    </FilterBar>
  );
}

function TrendChoices({ wanted, onChange }: Pick<FilterProps, "wanted" | "onChange">) {
  return (
    <>
      <Select
        size="xs"
        w={130}
        aria-label="What is shown"
        allowDeselect={false}
        value={wanted.metric}
        data={trendMetrics.map((value) => ({ value, label: metricNames[value] }))}
        onChange={(metric) => onChange({ metric })}
      />
      <Select
        size="xs"
        w={170}
        aria-label="Which question"
        allowDeselect={false}
        value={wanted.question}
        data={[
          { value: "sent", label: "Of mails sent then" },
          { value: "happened", label: "What happened then" },
        ]}
        onChange={(question) => onChange({ question })}
      />
      <IntervalChoice wanted={wanted} onChange={onChange} />
    </>
  );
}

function ConversionChoices({ wanted, onChange }: Pick<FilterProps, "wanted" | "onChange">) {
  return (
    <>
      <Select
        size="xs"
        w={130}
        aria-label="Grouped by"
        allowDeselect={false}
        value={wanted.conversionsBy}
        data={conversionGroups.map((value) => ({ value, label: `By ${groupNames[value].toLowerCase()}` }))}
        onChange={(by) => onChange({ by })}
      />
      <Select
        size="xs"
        w={170}
        aria-label="Whose merit"
        allowDeselect={false}
        value={wanted.model}
        data={models}
        onChange={(model) => onChange({ model })}
      />
      <IntervalChoice wanted={wanted} onChange={onChange} />
    </>
  );
}

function IntervalChoice({ wanted, onChange }: Pick<FilterProps, "wanted" | "onChange">) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="One point per"
      value={wanted.interval}
      data={[
        { value: "day", label: "Day" },
        { value: "week", label: "Week" },
        { value: "month", label: "Month" },
      ]}
      onChange={(interval) => onChange({ interval })}
    />
  );
}

function WhoseMails({ wanted, onChange }: Pick<FilterProps, "wanted" | "onChange">) {
  const accounts = useQuery(accountNamesQuery).data?.data ?? [];
  const sequences = useQuery(sequenceNamesQuery).data?.data ?? [];
  return (
    <>
      <Select
        size="xs"
        w={170}
        aria-label="Sequence"
        placeholder="All sequences"
        clearable
        searchable
        value={wanted.sequence || null}
        data={sequences.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(sequence) => onChange({ sequence })}
      />
      <Select
        size="xs"
        w={180}
        aria-label="Sending account"
        placeholder="All accounts"
        clearable
        value={wanted.account || null}
        data={accounts.map(({ id, email }) => ({ value: id, label: email }))}
        onChange={(account) => onChange({ account })}
      />
    </>
  );
}
