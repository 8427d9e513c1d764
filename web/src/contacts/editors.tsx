import { Autocomplete, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { api } from "../app/api.ts";
import type { EditorProps } from "./inline-field.tsx";

let zones: string[] | undefined;

/** Every zone this browser knows; asked once, it is a long list. */
export function allZones(): string[] {
  zones ??= Intl.supportedValuesOf("timeZone");
  return zones;
}

export function ZoneEditor({ value, label, onSave, onCancel }: EditorProps) {
  return (
    <Select
      size="xs"
      aria-label={label}
      data={allZones()}
      value={allZones().includes(value) ? value : null}
      defaultDropdownOpened
      searchable
      clearable
      autoFocus
      limit={60}
      selectFirstOptionOnChange
      onFocus={(event) => event.currentTarget.select()}
      placeholder={value || "Search: Lisbon, Tokyo …"}
      nothingFoundMessage="No zone is called that"
      onChange={(zone) => onSave(zone ?? "")}
      onBlur={onCancel}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onCancel();
      }}
    />
  );
}

/** Companies whose name begins like this; typing a new name makes a new company. */
export function useCompanyNames(text: string) {
  const q = useDeferredValue(text.trim());
  return useQuery({
    queryKey: ["companies", "find", q],
    queryFn: ({ signal }) => api("GET /companies", { query: { q, limit: 8 }, signal }),
    enabled: q.length > 0,
    staleTime: 30_000,
  }).data?.data;
}

export function CompanyEditor({ value, label, onChange, onSave, onCancel }: EditorProps) {
  const found = useCompanyNames(value) ?? [];
  return (
    <Autocomplete
      size="xs"
      aria-label={label}
      value={value}
      autoFocus
      data={[...new Set(found.map((company) => company.name))]}
      filter={({ options }) => options}
      onFocus={(event) => event.currentTarget.select()}
      onChange={onChange}
      onOptionSubmit={(name) => onSave(name)}
      onBlur={() => onSave()}
      onKeyDown={(event) => {
        // An option that is marked is taken by the list itself.
        if (event.key === "Enter" && !event.currentTarget.getAttribute("aria-activedescendant")) onSave();
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onCancel();
      }}
    />
  );
}
