import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button } from "@mantine/core";
import { type Column, Rows } from "../../ui/list/rows.tsx";
import { plural } from "../../ui/numbers.ts";
import { KeyBar } from "../../ui/page.tsx";
import { personName } from "../../ui/person.ts";
import { Empty } from "../../ui/state/empty.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { useUrlState } from "../../ui/use-url-state.ts";
import { place } from "../tree.ts";
import { nameOf } from "./finding-words.ts";
import { SeverityMark } from "./severity.tsx";
import { type Finding, type FindingFilter, type Shown, useFindings } from "./use-preflights.ts";

const sorts = ["contact", "severity", "code", "step"] as const;
type Sort = (typeof sorts)[number];

/** Every finding in one table; a row opens its person beside it. */
export function FindingsTable({ sequence, shown }: { sequence: Sequence; shown: Shown }) {
  const [url, setUrl] = useUrlState();
  const sort = sortIn(url.sort);
  const filter: FindingFilter = {
    sort,
    ...(url.severity === "error" || url.severity === "warning" ? { "filter[severity]": url.severity } : {}),
    ...(url.code ? { "filter[code]": url.code } : {}),
    ...(url.about ? { "filter[stepId]": url.about } : {}),
  };
  const list = useFindings(shown, filter);
  const columns = columnsOf(sequence, sort, (next) => setUrl({ sort: next }, { replace: true }));
  const clear = () => setUrl({ severity: null, code: null, about: null });
  return (
    <>
      {list.query.error && list.rows.length === 0 ? (
        <ErrorState error={list.query.error} retry={() => void list.query.refetch()} />
      ) : null}
      {list.query.isPending ? <SkeletonRows /> : null}
      {list.query.data && list.rows.length === 0 ? (
        <Empty title="No such finding" text="Nothing of that kind was found in that step.">
          <Button onClick={clear}>Show all</Button>
        </Empty>
      ) : null}
      {list.rows.length > 0 ? (
        <Rows
          label="Findings"
          rows={list.rows}
          rowId={idOf}
          columns={columns}
          onOpen={(row) => setUrl({ person: row.contactId }, { replace: true })}
          subline={(row) => row.detail}
          sublineBelow={560}
          onEnd={list.loadMore}
        />
      ) : null}
      <KeyBar
        keys={[
          ["j k", "move"],
          ["Enter", "open the person"],
        ]}
      >
        {list.total === undefined ? null : (
          <span className="num">
            {plural(list.total, "finding", "findings")}
            {shown.finishedAt === null ? " so far" : ""}
          </span>
        )}
      </KeyBar>
    </>
  );
}

/** A person may have the same finding twice in one email, about two of its values. */
function idOf({ contactId, stepId, code, detail }: Finding): string {
  return [contactId, stepId, code, detail].join(" ");
}

/** Errors first, unless another order is asked for. */
function sortIn(asked: string | undefined): Sort | `-${Sort}` {
  const isDown = asked?.startsWith("-") ?? false;
  const key = sorts.find((each) => each === asked?.replace("-", "")) ?? "severity";
  return isDown ? `-${key}` : key;
}

function directionOf(now: string, key: Sort) {
  if (now === key) return "ascending";
  return now === `-${key}` ? "descending" : null;
}

function columnsOf(sequence: Sequence, now: string, onSort: (sort: string) => void): Column<Finding>[] {
  const numbers = new Map(place(sequence.steps).map(({ step, number }) => [step.id, number]));
  const by = (key: Sort): NonNullable<Column<Finding>["sort"]> => ({
    is: directionOf(now, key),
    toggle: () => onSort(now === key ? `-${key}` : key),
  });
  return [
    {
      id: "contact",
      header: "Person",
      width: "minmax(120px, 1fr)",
      sort: by("contact"),
      cell: (row) => (row.contact ? personName(row.contact) : "Somebody who is gone"),
    },
    {
      id: "severity",
      header: "Severity",
      width: "84px",
      from: 560,
      sort: by("severity"),
      cell: ({ severity }) => <SeverityMark severity={severity} word />,
    },
    {
      id: "short",
      header: "",
      width: "28px",
      below: 560,
      cell: ({ severity }) => <SeverityMark severity={severity} />,
    },
    {
      id: "code",
      header: "Kind",
      width: "minmax(100px, .8fr)",
      sort: by("code"),
      cell: ({ code }) => nameOf(code),
    },
    {
      id: "step",
      header: "Step",
      width: "52px",
      align: "end",
      from: 480,
      sort: by("step"),
      cell: ({ stepId }) => (stepId === null ? "–" : (numbers.get(stepId) ?? "gone")),
    },
    {
      id: "detail",
      header: "Detail",
      width: "minmax(160px, 2.4fr)",
      from: 560,
      cell: ({ detail }) => (
        <span className="second cut" dir="auto" title={detail}>
          {detail}
        </span>
      ),
    },
  ];
}
