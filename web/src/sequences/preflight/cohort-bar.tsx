import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button, SegmentedControl, Select } from "@mantine/core";
import { IconPlayerPlay, IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { segmentsQuery } from "../../app/segments.ts";
import { count } from "../../ui/numbers.ts";
import { FilterBar, Spacer } from "../../ui/page.tsx";
import { useUrlState } from "../../ui/use-url-state.ts";
import { PHONE, useMedia } from "../../ui/use-width.ts";
import type { Whom } from "./use-preflights.ts";

const ON_THE_WAY = "on-the-way";
const EVERYBODY = "everybody";

interface CohortBarProps {
  readonly sequence: Sequence;
  readonly isRunning: boolean;
  readonly isStarting: boolean;
  /** Nothing was run yet, so running is the one thing to do here. */
  readonly isFirst: boolean;
  readonly onRun: (whom: Whom) => void;
}

/** Whose emails are looked at, of which version, and the press that begins. */
export function CohortBar({ sequence, isRunning, isStarting, isFirst, onRun }: CohortBarProps) {
  const [url, setUrl] = useUrlState();
  const phone = useMedia(PHONE);
  const segments = useQuery(segmentsQuery).data?.data ?? [];
  const onTheWay = sequence.stats ? sequence.stats.active + sequence.stats.paused : 0;
  const usual = onTheWay > 0 ? ON_THE_WAY : EVERYBODY;
  const segment = segments.find(({ id }) => id === url.whom);
  const whom = segment?.id ?? (url.whom === EVERYBODY || url.whom === ON_THE_WAY ? url.whom : usual);
  const version = url.version === "published" ? "published" : "draft";
  const hasTwo = sequence.publishedVersion !== null && sequence.hasUnpublishedChanges;
  const chosen: Whom = {
    ...(hasTwo ? { version } : {}),
    ...(whom === EVERYBODY ? { filter: {} } : {}),
    ...(segment ? { filter: { condition: segment.condition } } : {}),
  };
  return (
    <FilterBar>
      <Select
        size="xs"
        w={phone ? 190 : 240}
        aria-label="Whose emails"
        allowDeselect={false}
        searchable={segments.length > 8}
        value={whom}
        data={[
          { value: ON_THE_WAY, label: `People on the way (${count(onTheWay)})` },
          { value: EVERYBODY, label: "All contacts" },
          ...(segments.length > 0
            ? [{ group: "Segments", items: segments.map(({ id, name }) => ({ value: id, label: name })) }]
            : []),
        ]}
        onChange={(value) => setUrl({ whom: value === usual ? null : value }, { replace: true })}
      />
      {hasTwo ? (
        <SegmentedControl
          aria-label="Which version"
          value={version}
          onChange={(value) => setUrl({ version: value === "draft" ? null : value }, { replace: true })}
          data={[
            { value: "draft", label: "Draft" },
            { value: "published", label: `Version ${sequence.publishedVersion}` },
          ]}
        />
      ) : null}
      <Spacer />
      <Button
        size="xs"
        variant={isFirst ? "filled" : "default"}
        leftSection={isFirst ? <IconPlayerPlay size={14} stroke={1.75} /> : <IconRefresh size={14} stroke={1.75} />}
        loading={isStarting}
        disabled={isRunning}
        onClick={() => onRun(chosen)}
      >
        {isFirst || phone ? "Run" : "Run again"}
      </Button>
    </FilterBar>
  );
}
