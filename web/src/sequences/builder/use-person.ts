import type { Contact } from "@haste/contract/nouns/crm";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { personName } from "../../ui/person.ts";
import { useUrlState } from "../../ui/use-url-state.ts";

/** The real person by whom a plan is read: whose mail is shown, and whose dates. Stands in the address; at first anybody. */
export function usePerson() {
  const [q, setQ] = useState("");
  const [url, setUrl] = useUrlState();
  const people = useQuery({
    queryKey: ["contacts", "preview", q],
    queryFn: ({ signal }) =>
      api("GET /contacts", { query: { limit: 50, include: "total", ...(q ? { q } : {}) }, signal }),
    placeholderData: keepPreviousData,
  });
  const first = people.data?.data ?? [];
  // Whoever the address names may be far down the list.
  const isFar = Boolean(url.person) && people.data !== undefined && !first.some((row) => row.id === url.person);
  const named = useQuery({
    queryKey: ["contact", url.person, "card"],
    queryFn: ({ signal }) => api("GET /contacts/:id", { params: { id: url.person ?? "" }, signal }),
    enabled: isFar,
    retry: false,
  });
  const rows = isFar && named.data ? [named.data, ...first] : first;
  const found = rows.findIndex((row) => row.id === url.person);
  const at = Math.max(0, found);
  const choose = (id: string | null) => setUrl({ person: id }, { replace: true });
  return {
    people,
    rows,
    at,
    person: rows[at],
    choose,
    walk: (by: number) => choose(rows[(at + by + rows.length) % Math.max(1, rows.length)]?.id ?? null),
    search: (text: string) => setQ(rows.some((row) => nameAndCompany(row) === text) ? q : text),
  };
}

export function nameAndCompany(person: Contact): string {
  return [personName(person), person.company?.name].filter(Boolean).join(", ");
}
