import type { Template } from "@haste/contract/nouns/templates";
import { Button, Select } from "@mantine/core";
import { IconArchive, IconCopy, IconPlus, IconRoute, IconTemplate } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { api } from "../app/api.ts";
import { paths } from "../app/paths.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { Rows } from "../ui/list/rows.tsx";
import type { RowVerb } from "../ui/list/rows-props.ts";
import { usePages } from "../ui/list/use-pages.ts";
import { count, plural } from "../ui/numbers.ts";
import { FilterBar, KeyBar, Page, PageHeader, PageTabs, Spacer } from "../ui/page.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { toastDone } from "../ui/toast.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { ArchiveTemplate } from "./archive-template.tsx";
import { NewTemplate } from "./new-template.tsx";
import { useDuplicateTemplate, useFolders } from "./queries.ts";
import { readable, useTemplateColumns } from "./template-columns.tsx";
import { categoryWords, optionsOf } from "./words.ts";

type Url = Record<string, string>;
const filters = ["q", "category", "folder", "tag", "snippet"] as const;
const orders = [
  { value: "-updatedAt", label: "Changed last" },
  { value: "name", label: "By name" },
  { value: "-createdAt", label: "Newest first" },
] as const;

/** Every mail somebody wrote to be used again, with what became of it. */
export function TemplatesPage() {
  const [url, setUrl] = useUrlState();
  const router = useRouter();
  const [archiving, setArchiving] = useState<Template | null>(null);
  const list = useTemplateList(url);
  const columns = useTemplateColumns(list.rows);
  const openNew = () => setUrl({ new: "1" });
  useKeys([{ keys: "c", label: "New template", group: "Templates", run: openNew }]);
  const verbs = useVerbs(setArchiving);
  return (
    <Page>
      <PageHeader
        icon={<IconTemplate size={16} stroke={1.6} />}
        title="Templates"
        actions={
          <Button
            variant="filled"
            leftSection={<IconPlus size={16} stroke={1.6} />}
            rightSection={<Kbd keys="c" on />}
            onClick={openNew}
          >
            New template
          </Button>
        }
      />
      <TemplateTabs active={url.archived ? "archived" : "templates"} total={list.total} />
      <Filters url={url} setUrl={setUrl} rows={list.rows} />
      <ListBody list={list} url={url} onClear={() => router.history.push(paths.templates)} onNew={openNew}>
        <Rows
          label="Templates"
          rows={list.rows}
          rowId={(row) => row.id}
          columns={columns}
          href={(row) => paths.template(row.id)}
          subline={(row) => readable(row.subject) || `${count(row.stats?.sent)} sent`}
          sublineBelow={620}
          onEnd={list.loadMore}
          verbs={verbs}
          menu
        />
      </ListBody>
      <KeyBar
        keys={[
          ["j k", "move"],
          ["Enter", "open"],
          ["d", "duplicate"],
          ["e", "archive"],
          ["?", "all keys"],
        ]}
      >
        <span>{plural(list.total ?? list.rows.length, "template", "templates")}</span>
      </KeyBar>
      {url.new ? <NewTemplate onClose={() => setUrl({ new: null }, { replace: true })} /> : null}
      {archiving ? <ArchiveTemplate template={archiving} onClose={() => setArchiving(null)} /> : null}
    </Page>
  );
}

export function TemplateTabs({ active, total }: { active: string; total: number | undefined }) {
  const tabs = [
    { id: "templates", label: "Templates", href: paths.templates },
    { id: "snippets", label: "Snippets", href: paths.snippets },
    { id: "archived", label: "Archived", href: `${paths.templates}?archived=1` },
  ];
  return (
    <PageTabs
      label="Kinds of writing"
      active={active}
      tabs={tabs.map((tab) => (tab.id === active && total !== undefined ? { ...tab, count: count(total) } : tab))}
    />
  );
}

function useTemplateList(url: Url) {
  const { q = "", category, folder, tag, snippet, archived } = url;
  const sort = orders.find((each) => each.value === url.sort)?.value ?? orders[0].value;
  const key = ["templates", "list", q, category, folder, tag, snippet, archived, sort];
  return usePages<Template>(key, (cursor, signal) =>
    api("GET /templates", {
      query: {
        include: "stats,total",
        limit: 100,
        sort,
        ...(cursor ? { cursor } : {}),
        ...(q ? { q } : {}),
        ...(category && category in categoryWords ? { "filter[category]": category as Template["category"] } : {}),
        ...(folder ? { "filter[folder]": folder } : {}),
        ...(tag ? { "filter[tag]": tag } : {}),
        ...(snippet ? { "filter[snippet]": snippet } : {}),
        ...(archived ? { "filter[archived]": "true" as const } : {}),
      },
      signal,
    }),
  );
}

function useVerbs(onArchive: (row: Template) => void): RowVerb<Template>[] {
  const router = useRouter();
  const duplicate = useDuplicateTemplate();
  return [
    {
      keys: "d",
      label: "Duplicate",
      icon: () => <IconCopy size={16} stroke={1.6} />,
      run: (row) =>
        duplicate.mutate(row.id, {
          onSuccess: (copy) => {
            router.history.push(paths.template(copy.id));
            toastDone(`“${copy.name}” is a template of its own.`);
          },
        }),
    },
    {
      keys: "u",
      label: "Who uses it",
      icon: () => <IconRoute size={16} stroke={1.6} />,
      run: (row) => router.history.push(paths.templateUsage(row.id)),
    },
    {
      keys: "e",
      label: "Archive…",
      icon: () => <IconArchive size={16} stroke={1.6} />,
      fits: (row) => row.archivedAt === null,
      run: onArchive,
    },
  ];
}

function Filters(props: {
  url: Url;
  setUrl: (patch: Record<string, string | null>, how?: { replace?: boolean }) => void;
  rows: readonly Template[];
}) {
  const { url, setUrl, rows } = props;
  const folders = useFolders().data?.data ?? [];
  const tags = [...new Set([...rows.flatMap((row) => row.tags), ...(url.tag ? [url.tag] : [])])].sort();
  const set = (name: string) => (value: string | null) => setUrl({ [name]: value }, { replace: true });
  const pick = { size: "xs", w: 136, clearable: true, searchable: true } as const;
  return (
    <FilterBar>
      <SearchField value={url.q ?? ""} label="Find a template" onSearch={set("q")} />
      <Select
        {...pick}
        aria-label="Category"
        placeholder="Any category"
        data={optionsOf(categoryWords)}
        value={url.category ?? null}
        onChange={set("category")}
      />
      {folders.length > 0 || url.folder ? (
        <Select
          {...pick}
          aria-label="Folder"
          placeholder="Any folder"
          data={folders.map(({ folder, templates }) => ({ value: folder, label: `${folder} · ${count(templates)}` }))}
          value={url.folder ?? null}
          onChange={set("folder")}
        />
      ) : null}
      {tags.length > 0 ? (
        <Select
          {...pick}
          aria-label="Tag"
          placeholder="Any tag"
          data={tags}
          value={url.tag ?? null}
          onChange={set("tag")}
        />
      ) : null}
      <Spacer />
      <Select
        size="xs"
        w={136}
        aria-label="Order"
        allowDeselect={false}
        value={orders.find((each) => each.value === url.sort)?.value ?? orders[0].value}
        data={[...orders]}
        onChange={(value) => setUrl({ sort: value === orders[0].value ? null : value }, { replace: true })}
      />
    </FilterBar>
  );
}

function ListBody(props: {
  list: ReturnType<typeof useTemplateList>;
  url: Url;
  onClear: () => void;
  onNew: () => void;
  children: ReactNode;
}) {
  const { list, url } = props;
  const { query } = list;
  if (query.error && list.rows.length === 0)
    return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (query.isPending) return <SkeletonRows rows={10} />;
  if (list.rows.length > 0) return props.children;
  const said = filters.map((name) => url[name]).filter(Boolean);
  if (said.length > 0 || url.archived)
    return (
      <Empty
        title={said.length > 0 ? "No template fits" : "Nothing is archived"}
        text={
          said.length > 0
            ? `None fits ${said.map((word) => `“${word}”`).join(" and ")}.`
            : "Archived templates rest here."
        }
      >
        <Button onClick={props.onClear}>Show all</Button>
      </Empty>
    );
  return (
    <Empty
      icon={<IconTemplate size={28} stroke={1.4} />}
      title="A template is a mail that is written once"
      text="Steps of any sequence take its words, and one change reaches them all when they are published."
    >
      <Button onClick={props.onNew}>New template</Button>
    </Empty>
  );
}
