import type { Contact } from "@haste/contract/nouns/crm";
import { Button } from "@mantine/core";
import { IconFileImport, IconPlus, IconUsers, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../app/api.ts";
import type { Choice, ChosenPerson } from "../app/enroll/verdicts.ts";
import { paths } from "../app/paths.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { BulkBar } from "../ui/list/bulk-bar.tsx";
import { type RowSelection, useRowSelection } from "../ui/list/row-select.ts";
import { Rows } from "../ui/list/rows.tsx";
import { usePages } from "../ui/list/use-pages.ts";
import { count, plural } from "../ui/numbers.ts";
import { FilterBar, KeyBar, Page, PageHeader, Spacer, Split } from "../ui/page.tsx";
import p from "../ui/panes.module.css";
import { personName } from "../ui/person.ts";
import { SearchField } from "../ui/search-field.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { PHONE, useMedia } from "../ui/use-width.ts";
import { RecordConsent } from "./consent/record-consent.tsx";
import { useContactColumns } from "./contact-columns.tsx";
import { ContactPanel } from "./contact-panel.tsx";
import s from "./contacts.module.css";
import { ContactsTabs } from "./contacts-tabs.tsx";
import { EnrollPeople } from "./enroll-people.tsx";
import { reasonWords } from "./mailable.tsx";
import { NewContact } from "./new-contact.tsx";

interface Chosen {
  readonly choice: Choice;
  readonly n: number;
  readonly people: readonly ChosenPerson[];
}

/** Everybody one may write to: who they are, may I mail, and when they last heard from us. */
export function ContactsPage() {
  const router = useRouter();
  const [url, setUrl] = useUrlState();
  const q = url.q ?? "";
  const companyId = url.company ?? "";
  const list = useContacts(q, companyId);
  const selection = useRowSelection();
  const [enrolling, setEnrolling] = useState<Chosen | null>(null);
  const [consenting, setConsenting] = useState(false);
  const columns = useContactColumns();
  const filtered = q !== "" || companyId !== "";
  const total = list.total ?? list.rows.length;
  const openNew = () => setUrl({ new: "1" });
  function enrollChosen() {
    const open = list.rows.find((row) => row.id === url.person);
    if (selection.ids.size > 0)
      setEnrolling({ choice: { contactIds: [...selection.ids] }, n: selection.ids.size, people: list.rows });
    else if (open) enrollOne(open);
  }
  const enrollOne = (contact: Contact) =>
    setEnrolling({ choice: { contactIds: [contact.id] }, n: 1, people: [contact] });
  useKeys([
    { keys: "c", label: "New contact", group: "Contacts", run: openNew },
    { keys: "i", label: "Import contacts", group: "Contacts", run: () => router.history.push(paths.import) },
    { keys: "e", label: "Enroll the chosen people", group: "Contacts", run: enrollChosen },
  ]);
  return (
    <Page>
      <PageHeader
        icon={<IconUsers size={16} stroke={1.6} />}
        title="Contacts"
        meta={list.query.data ? plural(total, filtered ? "found" : "person", filtered ? "found" : "people") : null}
        actions={<HeaderActions onNew={openNew} />}
      />
      <ContactsTabs active="people" />
      {selection.ids.size > 0 ? (
        <BulkBar selection={selection} noun={["person", "people"]}>
          <Button onClick={enrollChosen} rightSection={<Kbd keys="e" />}>
            Enroll in a sequence…
          </Button>
          <Button onClick={() => setConsenting(true)}>Record consent…</Button>
        </BulkBar>
      ) : (
        <Filters
          filtered={filtered && total > 0}
          total={total}
          onEnrollAll={() =>
            setEnrolling({
              choice: { filter: { ...(q ? { q } : {}), ...(companyId ? { companyId } : {}) } },
              n: total,
              people: list.rows,
            })
          }
        />
      )}
      {list.query.error && list.rows.length === 0 ? (
        <ErrorState error={list.query.error} retry={() => void list.query.refetch()} />
      ) : null}
      {list.query.isPending ? <SkeletonRows rows={12} /> : null}
      {list.query.data && list.rows.length === 0 ? (
        <Nobody q={q} filtered={filtered} onNew={openNew} onClear={() => setUrl({ q: null, company: null })} />
      ) : null}
      {list.rows.length > 0 || url.person ? (
        <Split>
          <ContactRows
            rows={list.rows}
            columns={columns}
            selection={selection}
            loadMore={list.loadMore}
            dim={list.query.isPlaceholderData}
          />
          {url.person ? (
            <ContactPanel
              key={url.person}
              id={url.person}
              known={list.rows.find((row) => row.id === url.person)}
              onEnroll={enrollOne}
              onClose={() => setUrl({ person: null }, { replace: true })}
            />
          ) : null}
        </Split>
      ) : null}
      <KeyBar
        keys={[
          ["j k", "move"],
          ["x", "select"],
          ["Enter", "open"],
          ["e", "enroll"],
          ["c", "new"],
        ]}
      />
      {url.new ? (
        <NewContact
          email={q.includes("@") ? q : ""}
          onClose={() => setUrl({ new: null }, { replace: true })}
          onCreated={(contact) => setUrl({ new: null, q: null, company: null, person: contact.id }, { replace: true })}
        />
      ) : null}
      {consenting ? (
        <RecordConsent
          choice={{ contactIds: [...selection.ids] }}
          whom={plural(selection.ids.size, "person", "people")}
          onClose={() => setConsenting(false)}
        />
      ) : null}
      {enrolling ? <EnrollPeople {...enrolling} onClose={() => setEnrolling(null)} /> : null}
    </Page>
  );
}

function useContacts(q: string, companyId: string) {
  return usePages<Contact>(["contacts", "list", q, companyId], (cursor, signal) =>
    api("GET /contacts", {
      query: {
        limit: 100,
        include: "total",
        ...(cursor ? { cursor } : {}),
        ...(q ? { q } : {}),
        ...(companyId ? { "filter[companyId]": companyId } : {}),
      },
      signal,
    }),
  );
}

function HeaderActions({ onNew }: { onNew: () => void }) {
  const router = useRouter();
  const phone = useMedia(PHONE);
  return (
    <>
      <Button
        leftSection={<IconFileImport size={16} stroke={1.6} />}
        rightSection={phone ? null : <Kbd keys="i" />}
        onClick={() => router.history.push(paths.import)}
      >
        Import
      </Button>
      <Button
        variant="filled"
        leftSection={<IconPlus size={16} stroke={1.6} />}
        rightSection={phone ? null : <Kbd keys="c" on />}
        onClick={onNew}
      >
        {phone ? "New" : "New contact"}
      </Button>
    </>
  );
}

function Filters(props: { filtered: boolean; total: number; onEnrollAll: () => void }) {
  const [url, setUrl] = useUrlState();
  const phone = useMedia(PHONE);
  return (
    <FilterBar>
      <SearchField
        value={url.q ?? ""}
        label="Search name, address, company"
        width={phone ? 230 : 280}
        onSearch={(text) => setUrl({ q: text }, { replace: true })}
      />
      {url.company ? <CompanyFilter id={url.company} onClear={() => setUrl({ company: null })} /> : null}
      <Spacer />
      {props.filtered ? (
        <Button variant="subtle" onClick={props.onEnrollAll}>
          Enroll all {count(props.total)}…
        </Button>
      ) : (
        <span className={`${p.hint} ${s.wide}`}>Newest first</span>
      )}
    </FilterBar>
  );
}

function CompanyFilter({ id, onClear }: { id: string; onClear: () => void }) {
  const company = useQuery({
    queryKey: ["companies", id],
    queryFn: ({ signal }) => api("GET /companies/:id", { params: { id }, signal }),
    staleTime: 60_000,
  });
  return (
    <Button rightSection={<IconX size={14} stroke={1.75} />} onClick={onClear} aria-label="Show every company">
      <span dir="auto">{company.data?.name ?? "One company"}</span>
    </Button>
  );
}

interface RowsProps {
  readonly rows: readonly Contact[];
  readonly columns: ReturnType<typeof useContactColumns>;
  readonly selection: RowSelection;
  readonly loadMore: () => void;
  /** Old rows are shown while new ones are searched. */
  readonly dim: boolean;
}

function ContactRows({ rows, columns, selection, loadMore, dim }: RowsProps) {
  const [url, setUrl] = useUrlState();
  return (
    <div className={s.list} data-dim={dim || undefined}>
      <Rows
        label="Contacts"
        rows={rows}
        rowId={(row) => row.id}
        columns={columns}
        onOpen={(row) =>
          setUrl({ person: row.id === url.person ? null : row.id }, { replace: url.person !== undefined })
        }
        openId={url.person}
        selection={selection}
        onEnd={loadMore}
        subline={sublineOf}
        sublineBelow={640}
      />
    </div>
  );
}

/** On narrow lists: the address, and the company where there is room for nothing else. */
function sublineOf(row: Contact): string {
  const parts = [personName(row) === row.email ? null : row.email, row.company?.name];
  return parts.filter(Boolean).join(" · ") || (row.mailable.ok ? "" : reasonWords(row.mailable));
}

function Nobody(props: { q: string; filtered: boolean; onNew: () => void; onClear: () => void }) {
  const { q, filtered, onNew, onClear } = props;
  const router = useRouter();
  if (filtered)
    return (
      <Empty
        title={q ? `Nobody begins with “${q}”` : "Nobody of this company"}
        text="Addresses, first and last names and companies are searched by their beginning."
      >
        <Button onClick={onClear}>Show everybody</Button>
        {q.includes("@") ? <Button onClick={onNew}>Create {q}</Button> : null}
      </Empty>
    );
  return (
    <Empty
      icon={<IconUsers size={28} stroke={1.4} />}
      title="No contacts yet"
      text="The people your sequences write to. Bring a list: you see what would come of each row before anything is written."
    >
      <Button onClick={() => router.history.push(paths.import)}>Import a list</Button>
      <Button onClick={onNew}>New contact</Button>
    </Empty>
  );
}
