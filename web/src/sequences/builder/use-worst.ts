import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { useUrlState } from "../../ui/use-url-state.ts";
import type { StepPlace } from "../kinds/kind.ts";
import { lastOf, usePreflights } from "../preflight/use-preflights.ts";
import type { usePerson } from "./use-person.ts";

type Who = Pick<ReturnType<typeof usePerson>, "person" | "choose" | "walk">;

/** The people whose mail of this step has the most wrong with it, by the last pre-flight, and the way through them. */
export function useWorst(place: StepPlace, { person, choose, walk }: Who) {
  const [url, setUrl] = useUrlState();
  const stepId = place.one.step.id;
  const preflights = usePreflights(place.sequence.id);
  const last = lastOf(preflights.data?.data);
  const worst = useQuery({
    queryKey: ["preflight findings", last?.id, "worst of step", stepId],
    queryFn: ({ signal }) =>
      api("GET /preflights/:id/worst", {
        params: { id: last?.id ?? "" },
        query: { "filter[stepId]": stepId },
        signal,
      }),
    enabled: last !== undefined,
  });
  const ids = worst.data?.data.map(({ contactId }) => contactId) ?? [];
  const at = ids.indexOf(person?.id ?? "");
  const isOn = url.order === "worst" && ids.length > 0;
  const asOf = preflights.data === undefined ? undefined : (last?.finishedAt ?? null);
  return {
    walk: isOn
      ? (by: number) => choose(ids[(Math.max(at, by > 0 ? -1 : 0) + by + ids.length) % ids.length] ?? null)
      : walk,
    /** "3 of 20 worst"; null: everybody is gone through. */
    said: isOn ? `${at < 0 ? "–" : at + 1} of ${ids.length} worst` : null,
    shown: {
      isOn,
      asOf,
      people: last === undefined ? 0 : worst.data?.data.length,
      onChange: (wanted: boolean) =>
        setUrl(wanted ? { order: "worst", person: ids[0] ?? null } : { order: null }, { replace: true }),
    },
  };
}
