import type { Snippet } from "@haste/contract/nouns/snippets";
import { Button } from "@mantine/core";
import { IconArrowsSplit2, IconPlus, IconTemplate } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { api } from "../app/api.ts";
import { useTimes } from "../app/clock.tsx";
import { plainWords } from "../app/mail/snippets.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { type Column, Rows } from "../ui/list/rows.tsx";
import { usePages } from "../ui/list/use-pages.ts";
import { plural } from "../ui/numbers.ts";
import { FilterBar, KeyBar, Page, PageHeader, Split } from "../ui/page.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { SnippetPanel } from "./snippet-panel.tsx";
import { TemplateTabs } from "./templates-page.tsx";

const kinds = { text: "Words", group: "One of several" } as const;

/** Words that stand in many mails, written once. */
export function SnippetsPage() {
  const [url, setUrl] = useUrlState();
  const { q = "", snippet } = url;
  const list = useSnippetList(q);
  const open = list.rows.find((row) => row.id === snippet);
  const openNew = () => setUrl({ snippet: "new" });
  const openGroup = () => setUrl({ snippet: "new-group" });
  const close = () => setUrl({ snippet: null }, { replace: true });
  useKeys([{ keys: "c", label: "New snippet", group: "Snippets", run: openNew }]);
  return (
    <Page>
      <PageHeader
        icon={<IconTemplate size={16} stroke={1.6} />}
        title="Snippets"
        actions={
          <>
            <Button leftSection={<IconArrowsSplit2 size={16} stroke={1.6} />} onClick={openGroup}>
              New group
            </Button>
            <Button
              variant="filled"
              leftSection={<IconPlus size={16} stroke={1.6} />}
              rightSection={<Kbd keys="c" on />}
              onClick={openNew}
            >
              New snippet
            </Button>
          </>
        }
      />
      <TemplateTabs active="snippets" total={list.total} />
      <FilterBar>
        <SearchField value={q} label="Find a snippet" onSearch={(text) => setUrl({ q: text }, { replace: true })} />
      </FilterBar>
      <Split>
        <ListBody list={list} q={q} onClear={() => setUrl({ q: null })} onNew={openNew}>
          <Rows
            label="Snippets"
            rows={list.rows}
            rowId={(row) => row.id}
            columns={useColumns()}
            onOpen={(row) => setUrl({ snippet: row.id })}
            openId={open?.id}
            subline={wordsOf}
            onEnd={list.loadMore}
          />
        </ListBody>
        {open ? <SnippetPanel key={open.id} snippet={open} onClose={close} onMade={() => {}} /> : null}
        {snippet === "new" || snippet === "new-group" ? (
          <SnippetPanel
            key={snippet}
            snippet={null}
            kind={snippet === "new" ? "text" : "group"}
            onClose={close}
            onMade={(id) => setUrl({ snippet: id }, { replace: true })}
          />
        ) : null}
      </Split>
      <KeyBar
        keys={[
          ["j k", "move"],
          ["Enter", "open"],
          ["?", "all keys"],
        ]}
      >
        <span>{plural(list.total ?? list.rows.length, "snippet", "snippets")}</span>
      </KeyBar>
    </Page>
  );
}

function useSnippetList(q: string) {
  return usePages<Snippet>(["snippets", "list", q], (cursor, signal) =>
    api("GET /snippets", {
      query: { include: "total", limit: 100, ...(cursor ? { cursor } : {}), ...(q ? { q } : {}) },
      signal,
    }),
  );
}

function useColumns(): Column<Snippet>[] {
  const times = useTimes();
  return [
    { id: "name", header: "Name", width: "minmax(140px, 1fr)", cell: (row) => row.name },
    {
      id: "words",
      header: "Says",
      width: "minmax(160px, 2fr)",
      from: 640,
      cell: (row) => (
        <span className="cut second" dir="auto">
          {wordsOf(row)}
        </span>
      ),
    },
    { id: "kind", header: "Kind", width: "100px", from: 480, cell: (row) => kinds[row.kind] },
    {
      id: "changed",
      header: "Changed",
      width: "92px",
      from: 760,
      cell: (row) => <span className="second num">{times.when(row.updatedAt)}</span>,
    },
  ];
}

function wordsOf(row: Snippet): string {
  if (row.kind === "group") return plural(row.choices.length, "choice by condition", "choices by condition");
  return row.description ?? (plainWords(row.textContent || row.htmlContent) || "–");
}

function ListBody(props: {
  list: ReturnType<typeof useSnippetList>;
  q: string;
  onClear: () => void;
  onNew: () => void;
  children: ReactNode;
}) {
  const { list, q } = props;
  const { query } = list;
  if (query.error && list.rows.length === 0)
    return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (query.isPending) return <SkeletonRows rows={8} />;
  if (list.rows.length > 0) return props.children;
  if (q)
    return (
      <Empty title="No snippet fits" text={`None says or is called “${q}”.`}>
        <Button onClick={props.onClear}>Show all</Button>
      </Empty>
    );
  return (
    <Empty
      icon={<IconTemplate size={28} stroke={1.4} />}
      title="A snippet is words that many mails share"
      text="A sign-off, a proof, an offer: put in by / in any mail, mended in one place."
    >
      <Button onClick={props.onNew}>New snippet</Button>
    </Empty>
  );
}
