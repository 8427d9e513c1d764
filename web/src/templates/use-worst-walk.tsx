import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api } from "../app/api.ts";
import { WorstSwitch } from "../app/worst-switch.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { personName } from "../ui/person.ts";
import { type PersonWalk, sampleFor } from "./use-person.ts";

/**
 * The same walk, through the people whose mail of this template has the most wrong with it once that is asked for: by the
 * last pre-flights of the sequences that use it.
 */
export function useWorstWalk(templateId: string, walk: PersonWalk): PersonWalk {
  const [wanted, setWanted] = useState<string | null>(null);
  const worst = useQuery({
    queryKey: ["preflights", "worst of template", templateId],
    queryFn: ({ signal }) => api("GET /templates/:id/worst", { params: { id: templateId }, query: {}, signal }),
  });
  const people = worst.data?.data;
  const asOf = worst.data?.asOf;
  const isOn = wanted !== null;
  const contact = useQuery({
    queryKey: ["contact", wanted, "card"],
    queryFn: ({ signal }) => api("GET /contacts/:id", { params: { id: wanted ?? "" }, signal }),
    enabled: isOn,
    placeholderData: (before) => before,
  });
  const at = people?.findIndex(({ contactId }) => contactId === wanted) ?? -1;
  const total = people?.length ?? 0;
  const step = (by: 1 | -1) => setWanted(people?.[(at + by + total) % total]?.contactId ?? null);
  useKeys(
    isOn
      ? [
          { keys: "]", label: "Show it for the next of the worst", group: "Preview", run: () => step(1) },
          { keys: "[", label: "Show it for the one before", group: "Preview", run: () => step(-1) },
        ]
      : [],
  );
  const person = contact.data;
  return useMemo(() => {
    const aside = (
      <WorstSwitch
        isOn={isOn}
        people={people?.length}
        asOf={asOf}
        onChange={(on) => setWanted(on ? (people?.[0]?.contactId ?? null) : null)}
      />
    );
    if (!isOn || !person) return { ...walk, aside };
    return {
      ...walk,
      ...{ aside, person, at, total },
      rows: walk.rows.some(({ id }) => id === person.id) ? walk.rows : [person, ...walk.rows],
      name: personName(person),
      step: (by: 1 | -1) => setWanted(people?.[(at + by + total) % total]?.contactId ?? null),
      choose: (id: string | null) => {
        setWanted(null);
        walk.choose(id);
      },
      sampleOf: (name: string) => sampleFor(person, name),
    };
  }, [walk, isOn, person, at, total, people, asOf]);
}
