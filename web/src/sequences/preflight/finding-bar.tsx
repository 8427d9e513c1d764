import type { Sequence } from "@haste/contract/nouns/sequences";
import { ActionIcon, Button, SegmentedControl, Select } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { paths } from "../../app/paths.ts";
import { count } from "../../ui/numbers.ts";
import { FilterBar, Spacer } from "../../ui/page.tsx";
import { useUrlState } from "../../ui/use-url-state.ts";
import { NARROW, PHONE, useMedia } from "../../ui/use-width.ts";
import { place } from "../tree.ts";
import { plainLiquid, titleOf } from "../words.ts";
import { nameOf } from "./finding-words.ts";
import type { Shown } from "./use-preflights.ts";

const severities = [
  { value: "", label: "All" },
  { value: "error", label: "Errors" },
  { value: "warning", label: "Warnings" },
];

/** Which findings are listed, or the worst people instead, and all of it as a file. */
export function FindingBar({ sequence, shown }: { sequence: Sequence; shown: Shown }) {
  const [url, setUrl] = useUrlState();
  const phone = useMedia(PHONE);
  const isNarrow = useMedia(NARROW);
  const isWorst = url.view === "worst";
  const all = place(sequence.steps);
  const mails = all.filter(({ step }) => step.type === "email");
  const file = { component: "a", href: paths.preflightRows(shown.id), download: true } as const;
  return (
    <FilterBar>
      <SegmentedControl
        aria-label="What is listed"
        value={isWorst ? "worst" : "all"}
        onChange={(view) => setUrl({ view: view === "worst" ? view : null, person: null }, { replace: true })}
        data={[
          { value: "all", label: phone ? "All" : "All findings" },
          { value: "worst", label: "Worst 20" },
        ]}
      />
      {isWorst ? null : (
        <>
          {phone ? null : (
            <SegmentedControl
              aria-label="Severity"
              value={url.severity ?? ""}
              onChange={(severity) => setUrl({ severity }, { replace: true })}
              data={severities}
            />
          )}
          {isNarrow || url.code ? (
            <Select
              size="xs"
              w={phone ? 120 : 180}
              aria-label="Kind"
              placeholder="Any kind"
              clearable
              value={url.code ?? null}
              data={shown.byCode
                .filter(({ code }, at, kinds) => kinds.findIndex((kind) => kind.code === code) === at)
                .map(({ code, people }) => ({ value: code, label: `${nameOf(code)} (${count(people)})` }))}
              onChange={(code) => setUrl({ code }, { replace: true })}
            />
          ) : null}
          {mails.length < 2 ? null : (
            <Select
              size="xs"
              w={phone ? 110 : 200}
              aria-label="Step"
              placeholder="Any step"
              clearable
              value={url.about ?? null}
              data={mails.map((one) => ({
                value: one.step.id,
                label: `${one.number} ${plainLiquid(titleOf(all, one))}`,
              }))}
              onChange={(about) => setUrl({ about }, { replace: true })}
            />
          )}
        </>
      )}
      <Spacer />
      {phone ? (
        <ActionIcon {...file} variant="subtle" aria-label="Export CSV">
          <IconDownload size={16} stroke={1.6} />
        </ActionIcon>
      ) : (
        <Button {...file} size="xs" variant="subtle" leftSection={<IconDownload size={14} stroke={1.75} />}>
          Export CSV
        </Button>
      )}
    </FilterBar>
  );
}
