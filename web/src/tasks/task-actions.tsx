import { ActionIcon, Button, SegmentedControl } from "@mantine/core";
import { IconChecklist, IconList, IconPlus } from "@tabler/icons-react";
import { useMe } from "../app/session.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { PHONE, useMedia } from "../ui/use-width.ts";

/** Whose tasks, which view, and a new one: the same in both views. */
export function TaskActions({ onNew }: { onNew: () => void }) {
  const [url, setUrl] = useUrlState();
  const phone = useMedia(PHONE);
  const hasUser = useMe().user !== null;
  const table = url.view === "list";
  return (
    <>
      {hasUser ? (
        <SegmentedControl
          size="xs"
          aria-label="Whose tasks"
          value={url.owner === "me" ? "me" : "all"}
          onChange={(owner) => setUrl({ owner: owner === "me" ? "me" : null, task: null }, { replace: true })}
          data={[
            { value: "all", label: phone ? "All" : "Everybody’s" },
            { value: "me", label: "Mine" },
          ]}
        />
      ) : null}
      {phone ? (
        <ActionIcon
          aria-label={table ? "One at a time" : "As a list"}
          onClick={() => setUrl({ view: table ? null : "list", task: null })}
        >
          {table ? <IconChecklist size={16} stroke={1.6} /> : <IconList size={16} stroke={1.6} />}
        </ActionIcon>
      ) : (
        <Button
          variant="subtle"
          leftSection={table ? <IconChecklist size={16} stroke={1.6} /> : <IconList size={16} stroke={1.6} />}
          rightSection={<Kbd keys="l" />}
          onClick={() => setUrl({ view: table ? null : "list", task: null })}
        >
          {table ? "One at a time" : "List"}
        </Button>
      )}
      {phone ? (
        <ActionIcon aria-label="New task" onClick={onNew}>
          <IconPlus size={16} stroke={1.6} />
        </ActionIcon>
      ) : (
        <Button leftSection={<IconPlus size={16} stroke={1.6} />} rightSection={<Kbd keys="c" />} onClick={onNew}>
          New task
        </Button>
      )}
    </>
  );
}
