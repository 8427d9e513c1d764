import type { Contact } from "@haste/contract/nouns/crm";
import type { Segment } from "@haste/contract/nouns/segments";
import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconDots, IconFileCheck, IconTrash, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { Kbd } from "../../ui/keys/kbd.tsx";
import { useKeys } from "../../ui/keys/use-keys.ts";
import { usePages } from "../../ui/list/use-pages.ts";
import { plural } from "../../ui/numbers.ts";
import { SidePanel } from "../../ui/page.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { Bone } from "../../ui/state/skeleton.tsx";
import { RecordConsent } from "../consent/record-consent.tsx";
import contactStyles from "../contacts.module.css";
import { MemberList } from "./member-list.tsx";
import { useRemoveSegment } from "./segment-queries.ts";
import { whomWords } from "./segment-words.ts";
import s from "./segments.module.css";

interface Props {
  readonly segment: Segment;
  readonly onEdit: () => void;
  readonly onEnroll: () => void;
  readonly onClose: () => void;
}

/** One segment beside the list: whom it means, and who that is now. */
export function SegmentPanel({ segment, onEdit, onEnroll, onClose }: Props) {
  const remove = useRemoveSegment();
  const [consenting, setConsenting] = useState(false);
  useKeys([{ keys: "Escape", label: "Close the panel", group: "Segments", run: onClose }]);
  return (
    <SidePanel label={segment.name} width={420} over>
      <div className={contactStyles.panelBar}>
        <Button onClick={onEnroll} rightSection={<Kbd keys="e" />}>
          Enroll…
        </Button>
        <Button onClick={onEdit}>Edit</Button>
        <span className={contactStyles.grow} />
        <Menu width={200}>
          <Menu.Target>
            <ActionIcon aria-label="More">
              <IconDots size={16} stroke={1.6} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconFileCheck size={14} stroke={1.75} />} onClick={() => setConsenting(true)}>
              Record consent…
            </Menu.Item>
            <Menu.Item
              leftSection={<IconTrash size={14} stroke={1.75} />}
              onClick={() => remove.mutate(segment, { onSuccess: onClose })}
            >
              Remove
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <ActionIcon onClick={onClose} aria-label="Close">
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </div>
      {remove.error ? <ErrorState error={remove.error} /> : null}
      <div className={s.what}>
        <h2 dir="auto">{segment.name}</h2>
        <p dir="auto">{whomWords(segment)}</p>
        {segment.sequences > 0 ? (
          <p className={s.note}>
            {plural(segment.sequences, "sequence has a trigger", "sequences have a trigger")} that waits for people to
            enter it.
          </p>
        ) : null}
      </div>
      <Members segment={segment} />
      {consenting ? (
        <RecordConsent choice={{ segmentId: segment.id }} whom={segment.name} onClose={() => setConsenting(false)} />
      ) : null}
    </SidePanel>
  );
}

function Members({ segment }: { segment: Segment }) {
  const list = usePages<Contact>(["segments", "people", segment.id, segment.version], (cursor, signal) =>
    api("GET /segments/:id/contacts", {
      params: { id: segment.id },
      query: { limit: 50, include: "total", ...(cursor ? { cursor } : {}) },
      signal,
    }),
  );
  const { query, rows, total } = list;
  if (query.error && rows.length === 0) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return (
    <section className={s.people} aria-label="Who is in it now">
      <h3>{headingOf(query.isPending, total)}</h3>
      {query.isPending ? (
        <div role="status" aria-label="Loading">
          <Bone width="50%" height={14} />
        </div>
      ) : null}
      {query.data && rows.length === 0 && !query.hasNextPage ? (
        <p className={s.note}>Nobody matches now. Whoever does from now on is in it by themselves.</p>
      ) : null}
      <MemberList label="People" people={rows} />
      {query.hasNextPage ? (
        <Button variant="subtle" loading={query.isFetchingNextPage} onClick={list.loadMore}>
          Show more
        </Button>
      ) : null}
    </section>
  );
}

function headingOf(isPending: boolean, total: number | undefined): string {
  if (isPending) return "Looking";
  return total === undefined ? "In it now" : `${plural(total, "person", "people")} now`;
}
