import { useQuery } from "@tanstack/react-query";
import { personName } from "../ui/person.ts";
import { api } from "./api.ts";

/** Names change rarely; a key of their own keeps every open and click from fetching them again. */
const KEPT_MS = 600_000;

/** What to call a person an event only names by id; null while it is looked up, or when they are gone. */
export function useContactName(id: string | null | undefined): string | null {
  const contact = useQuery({
    queryKey: ["contact-name", id],
    queryFn: ({ signal }) => api("GET /contacts/:id", { params: { id: id ?? "" }, signal }),
    select: personName,
    enabled: Boolean(id),
    staleTime: KEPT_MS,
    gcTime: KEPT_MS,
  });
  return contact.data ?? null;
}

export function useSequenceName(id: string | null | undefined): string | null {
  const sequence = useQuery({
    queryKey: ["sequence-name", id],
    queryFn: ({ signal }) => api("GET /sequences/:id", { params: { id: id ?? "" }, signal }),
    select: (found) => found.name,
    enabled: Boolean(id),
    staleTime: KEPT_MS,
    gcTime: KEPT_MS,
  });
  return sequence.data ?? null;
}
