import type { Contact } from "@haste/contract/nouns/crm";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { personName } from "../ui/person.ts";
import { api } from "./api.ts";

interface PersonFieldProps {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
  /** What is looked for as long as nothing is typed; where it finds nobody, everybody is listed. */
  readonly likely?: string;
  readonly "data-autofocus"?: boolean;
}

/** People found by name, address or company; the chosen one stays listed whatever is typed next. */
export function PersonField({ label, value, onChange, likely = "", ...rest }: PersonFieldProps) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<Contact | null>(null);
  const typed = useDeferredValue(chosen && text === labelOf(chosen) ? "" : text.trim());
  const found = useFindPeople(typed || likely).data ?? [];
  const anybody = useFindPeople("").data ?? [];
  const people = typed === "" && found.length === 0 ? anybody : found;
  const listed = chosen && !people.some(({ id }) => id === chosen.id) ? [chosen, ...people] : people;
  return (
    <Select
      label={label}
      placeholder="Name, address or company"
      searchable
      openOnFocus={false}
      value={value}
      searchValue={text}
      onSearchChange={setText}
      onChange={(id) => {
        setChosen(listed.find((person) => person.id === id) ?? null);
        onChange(id);
      }}
      data={listed.map((person) => ({ value: person.id, label: labelOf(person) }))}
      filter={({ options }) => options}
      nothingFoundMessage="Nobody is called that"
      {...rest}
    />
  );
}

function useFindPeople(q: string) {
  return useQuery({
    queryKey: ["contacts", "find", q],
    queryFn: ({ signal }) => api("GET /contacts", { query: { limit: 8, ...(q ? { q } : {}) }, signal }),
    select: (page) => page.data,
    placeholderData: (before) => before,
  });
}

function labelOf(person: Contact): string {
  const name = personName(person);
  return name === person.email ? name : `${name}, ${person.company?.name ?? person.email}`;
}
