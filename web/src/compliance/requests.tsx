import type { GdprRequest } from "@haste/contract/nouns/gdpr-requests";
import { Button, Select } from "@mantine/core";
import { IconUserShield } from "@tabler/icons-react";
import { api } from "../app/api.ts";
import { useClock, useTimes } from "../app/clock.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { type Column, Rows } from "../ui/list/rows.tsx";
import { usePages } from "../ui/list/use-pages.ts";
import { FilterBar, Spacer } from "../ui/page.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import s from "./compliance.module.css";
import { NewRequest } from "./new-request.tsx";
import { OpenRequest } from "./open-request.tsx";
import { dueOf, kindWords, type RequestKind, statusOf } from "./request-words.ts";

const kinds = Object.keys(kindWords) as RequestKind[];

/** What people asked for about their data, and how long there is to answer. */
export function Requests() {
  const [url, setUrl] = useUrlState();
  const kind = kinds.find((one) => one === url.kind);
  const isOpenOnly = url.open === "1";
  useKeys([{ keys: "c", label: "Note a request", group: "Compliance", run: () => setUrl({ new: "1" }) }]);
  return (
    <>
      <FilterBar>
        <Select
          size="xs"
          w={180}
          aria-label="Kind"
          placeholder="Any kind"
          clearable
          value={kind ?? null}
          data={kinds.map((value) => ({ value, label: kindWords[value] }))}
          onChange={(next) => setUrl({ kind: next }, { replace: true })}
        />
        <Button
          aria-pressed={isOpenOnly}
          variant={isOpenOnly ? "light" : "default"}
          onClick={() => setUrl({ open: isOpenOnly ? null : "1" }, { replace: true })}
        >
          Open only
        </Button>
        <Spacer />
        <Button variant="filled" onClick={() => setUrl({ new: "1" })}>
          New request
        </Button>
      </FilterBar>
      <List kind={kind} isOpenOnly={isOpenOnly} onOpen={({ id }) => setUrl({ request: id })} />
      {url.new === "1" ? <NewRequest onClose={() => setUrl({ new: null }, { replace: true })} /> : null}
      {url.request ? (
        <OpenRequest id={url.request} onClose={() => setUrl({ request: null }, { replace: true })} />
      ) : null}
    </>
  );
}

interface ListProps {
  readonly kind: RequestKind | undefined;
  readonly isOpenOnly: boolean;
  readonly onOpen: (request: GdprRequest) => void;
}

function List({ kind, isOpenOnly, onOpen }: ListProps) {
  const list = usePages<GdprRequest>(["gdpr-requests", kind ?? "", isOpenOnly ? "open" : ""], (cursor, signal) =>
    api("GET /gdpr-requests", {
      query: {
        limit: 100,
        ...(cursor ? { cursor } : {}),
        ...(kind ? { "filter[kind]": kind } : {}),
        ...(isOpenOnly ? { "filter[status]": "open" } : {}),
      },
      signal,
    }),
  );
  const columns = useColumns();
  if (list.query.error && list.rows.length === 0)
    return <ErrorState error={list.query.error} retry={() => void list.query.refetch()} />;
  if (list.query.isPending) return <SkeletonRows />;
  if (list.rows.length === 0)
    return (
      <Empty
        icon={<IconUserShield size={28} stroke={1.4} />}
        title={isOpenOnly || kind ? "No such request" : "Nobody asked yet"}
        text="Whoever asks for their data, or to be forgotten, is to be answered within a month. Note it here and the clock runs."
      />
    );
  return (
    <Rows
      label="Requests"
      rows={list.rows}
      rowId={(request) => request.id}
      columns={columns}
      onOpen={onOpen}
      subline={(request) => `${kindWords[request.kind]} · ${statusOf(request)}`}
      sublineBelow={620}
      onEnd={list.loadMore}
    />
  );
}

function useColumns(): Column<GdprRequest>[] {
  const times = useTimes();
  const { now } = useClock();
  return [
    {
      id: "who",
      header: "Who",
      width: "minmax(150px, 1.4fr)",
      cell: ({ email }) =>
        email === null ? <span className="second">Erased person</span> : <span dir="auto">{email}</span>,
    },
    { id: "what", header: "Asks for", width: "minmax(140px, 1fr)", from: 620, cell: ({ kind }) => kindWords[kind] },
    { id: "status", header: "Status", width: "110px", from: 620, cell: statusOf },
    {
      id: "due",
      header: "Due",
      width: "130px",
      cell: (request) => {
        const due = dueOf(request, now);
        if (due === null) return <span className="second num">settled {times.when(request.settledAt)}</span>;
        return <span className={due.isPressing ? s.pressing : "num"}>{due.words}</span>;
      },
    },
    {
      id: "received",
      header: "Came",
      width: "100px",
      from: 760,
      cell: ({ receivedAt }) => <span className="second num">{times.when(receivedAt)}</span>,
    },
  ];
}
