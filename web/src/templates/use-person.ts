import type { Contact } from "@haste/contract/nouns/crm";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { api } from "../app/api.ts";
import { useKeys } from "../ui/keys/use-keys.ts";
import { personName } from "../ui/person.ts";

/** The real person a mail is shown for, and the way to the next one. */
export interface PersonWalk {
  readonly person: Contact | undefined;
  readonly name: string | null;
  readonly rows: readonly Contact[];
  readonly at: number;
  readonly total: number;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly choose: (id: string | null) => void;
  readonly search: (text: string) => void;
  readonly step: (by: 1 | -1) => void;
  /** What stands below the choice of the person. */
  readonly aside?: ReactNode;
  /** What a variable says for them: null for nothing, undefined where only sending knows. */
  readonly sampleOf: ((name: string) => string | null | undefined) | null;
}

export function nameAndCompany(person: Contact): string {
  return [personName(person), person.company?.name].filter(Boolean).join(", ");
}

const nobody: readonly Contact[] = [];

export function usePerson(): PersonWalk {
  const [q, setQ] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const people = useQuery({
    queryKey: ["contacts", "preview", q],
    queryFn: ({ signal }) =>
      api("GET /contacts", { query: { limit: 50, include: "total", ...(q ? { q } : {}) }, signal }),
    placeholderData: keepPreviousData,
  });
  const rows = people.data?.data ?? nobody;
  const at = Math.max(
    0,
    rows.findIndex((row) => row.id === chosen),
  );
  const person = rows[at];
  const step = useCallback(
    (by: 1 | -1) => setChosen(rows[(at + by + rows.length) % Math.max(1, rows.length)]?.id ?? null),
    [rows, at],
  );
  useKeys([
    { keys: "]", label: "Show it for the next person", group: "Preview", run: () => step(1) },
    { keys: "[", label: "Show it for the person before", group: "Preview", run: () => step(-1) },
  ]);
  const total = people.data?.page.total ?? rows.length;
  const { error, isPending } = people;
  // The same value while nothing changes: what is drawn of it is not drawn for every key that is typed beside it.
  return useMemo(
    () => ({
      person,
      name: person ? personName(person) : null,
      rows,
      at,
      total,
      error,
      isPending,
      choose: setChosen,
      search: (text: string) => setQ((before) => (rows.some((row) => nameAndCompany(row) === text) ? before : text)),
      step,
      sampleOf: person ? (name: string) => sampleFor(person, name) : null,
    }),
    [person, rows, at, total, error, isPending, step],
  );
}

export function sampleFor(person: Contact, variable: string): string | null | undefined {
  const [noun, field = ""] = variable.split(".");
  if (noun === "company" && field === "name") return person.company?.name ?? null;
  if (noun === "custom") return asWords(person.customFields[field]);
  if (noun !== "contact") return undefined;
  if (field === "fullName") return personName(person);
  const own = (person as unknown as Record<string, unknown>)[field];
  return asWords(own ?? person.customFields[field]);
}

function asWords(value: unknown): string | null {
  return value === null || value === undefined || value === "" ? null : String(value);
}
