import { createSpotlight, Spotlight } from "@mantine/spotlight";
import { IconCornerDownRight, IconRoute, IconSearch, IconUser } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type ReactNode, useDeferredValue, useEffect, useState } from "react";
import { Kbd } from "../../ui/keys/kbd.tsx";
import { useBindings } from "../../ui/keys/use-keys.ts";
import { personName } from "../../ui/person.ts";
import { sequenceLooks } from "../../ui/status/state.tsx";
import { api } from "../api.ts";
import { paths } from "../paths.ts";
import { screens } from "../screens.tsx";
import s from "./palette.module.css";

const [store, controls] = createSpotlight();

interface Entry {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly keys?: string;
  readonly icon: ReactNode;
  readonly run: () => void;
}

/** Ctrl-K: every screen, every action that has a key here, and sequences and people by name. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState("");
  useEffect(() => controls.open(), []);
  const actions = useActions(query);
  const found = useFound(useDeferredValue(query.trim()));
  const groups = [
    ["Go to and do", actions],
    ["Sequences", found.sequences],
    ["People", found.people],
  ] as const;
  const none = groups.every(([, entries]) => entries.length === 0);
  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={onClose}
      scrollable
      maxHeight={460}
      yOffset="12vh"
      classNames={{ content: s.content }}
      overlayProps={{ blur: 0 }}
      aria-label="Search or run"
    >
      <Spotlight.Search
        classNames={{ input: s.search }}
        placeholder="Search or run…"
        aria-label="Search or run"
        leftSection={<IconSearch size={16} stroke={1.6} />}
      />
      <Spotlight.ActionsList className={s.list}>
        {groups.map(([label, entries]) =>
          entries.length === 0 ? null : (
            <Spotlight.ActionsGroup key={label} label={label} classNames={{ actionsGroup: s.group }}>
              {entries.map((entry) => (
                <Spotlight.Action
                  key={entry.id}
                  classNames={{ action: s.action }}
                  label={entry.label}
                  {...(entry.hint ? { description: entry.hint } : {})}
                  leftSection={entry.icon}
                  rightSection={entry.keys ? <Kbd keys={entry.keys} /> : undefined}
                  onClick={entry.run}
                />
              ))}
            </Spotlight.ActionsGroup>
          ),
        )}
        {none ? (
          <Spotlight.Empty className={s.empty}>
            {query ? `Nothing is called “${query}”` : "Type a name"}
          </Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function useActions(query: string): Entry[] {
  const bindings = useBindings();
  const icons = new Map(screens.map((screen) => [screen.title, screen.icon]));
  const wanted = query.trim().toLowerCase();
  const seen = new Set<string>();
  const entries: Entry[] = [];
  for (const binding of bindings) {
    if (binding.hidden || binding.group === "List" || binding.keys === "mod+k" || seen.has(binding.label)) continue;
    seen.add(binding.label);
    if (wanted && !binding.label.toLowerCase().includes(wanted)) continue;
    const Icon = icons.get(binding.label) ?? IconCornerDownRight;
    entries.push({
      id: binding.keys,
      label: binding.label,
      keys: binding.keys,
      icon: <Icon size={16} stroke={1.6} />,
      // After the palette has closed, so that focus goes where the action leads.
      run: () => setTimeout(() => binding.run(new KeyboardEvent("keydown")), 0),
    });
  }
  return entries;
}

function useFound(query: string): { sequences: Entry[]; people: Entry[] } {
  const router = useRouter();
  const enabled = query.length >= 2;
  const sequences = useQuery({
    queryKey: ["sequences", "find", query],
    queryFn: ({ signal }) => api("GET /sequences", { query: { q: query, limit: 6 }, signal }),
    enabled,
    placeholderData: keepPreviousData,
  });
  const people = useQuery({
    queryKey: ["contacts", "find", query],
    queryFn: ({ signal }) => api("GET /contacts", { query: { q: query, limit: 6 }, signal }),
    enabled,
    placeholderData: keepPreviousData,
  });
  if (!enabled) return { sequences: [], people: [] };
  return {
    sequences: (sequences.data?.data ?? []).map((each) => ({
      id: each.id,
      label: each.name,
      hint: sequenceLooks[each.status]?.word ?? each.status,
      icon: <IconRoute size={16} stroke={1.6} />,
      run: () => router.history.push(paths.sequence(each.id)),
    })),
    people: (people.data?.data ?? []).map((each) => ({
      id: each.id,
      label: personName(each),
      hint: [each.email, each.company?.name].filter(Boolean).join(" · "),
      icon: <IconUser size={16} stroke={1.6} />,
      run: () => router.history.push(paths.contact(each.id)),
    })),
  };
}
