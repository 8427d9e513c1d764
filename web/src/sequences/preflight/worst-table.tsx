import type { WorstContact } from "@haste/contract/nouns/preflights";
import { type Column, Rows } from "../../ui/list/rows.tsx";
import { KeyBar } from "../../ui/page.tsx";
import { personName } from "../../ui/person.ts";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { useUrlState } from "../../ui/use-url-state.ts";
import { nameOf } from "./finding-words.ts";
import { type Shown, useWorst } from "./use-preflights.ts";

const columns: Column<WorstContact>[] = [
  {
    id: "contact",
    header: "Person",
    width: "minmax(120px, 1.2fr)",
    cell: (row) => (row.contact ? personName(row.contact) : "Somebody who is gone"),
  },
  {
    id: "email",
    header: "Address",
    width: "minmax(120px, 1.2fr)",
    from: 800,
    cell: (row) => <span className="second">{row.contact?.email ?? "–"}</span>,
  },
  { id: "errors", header: "Errors", width: "60px", align: "end", cell: ({ errors }) => errors },
  { id: "warnings", header: "Warnings", width: "72px", align: "end", cell: ({ warnings }) => warnings },
  {
    id: "kinds",
    header: "Kinds",
    width: "minmax(140px, 2fr)",
    from: 560,
    cell: ({ codes }) => <span className="second cut">{codes.map(nameOf).join(", ")}</span>,
  },
];

/** The people whose mails have the most wrong with them: whoever mends these has mended most. */
export function WorstTable({ shown }: { shown: Shown }) {
  const [url, setUrl] = useUrlState();
  const worst = useWorst(shown);
  return (
    <>
      {worst.error ? <ErrorState error={worst.error} retry={() => void worst.refetch()} /> : null}
      {worst.isPending ? <SkeletonRows /> : null}
      {worst.data ? (
        <Rows
          label="Worst contacts"
          rows={worst.data.data}
          rowId={({ contactId }) => contactId}
          columns={columns}
          onOpen={({ contactId }) => setUrl({ person: contactId === url.person ? null : contactId }, { replace: true })}
          openId={url.person}
          subline={({ codes }) => codes.map(nameOf).join(", ")}
          sublineBelow={560}
        />
      ) : null}
      <KeyBar
        keys={[
          ["j k", "move"],
          ["Enter", "open the person"],
        ]}
      />
    </>
  );
}
