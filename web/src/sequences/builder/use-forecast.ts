import type { Contact } from "@haste/contract/nouns/crm";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";
import { api } from "../../app/api.ts";
import { useClock } from "../../app/clock.tsx";
import { useMe } from "../../app/session.ts";
import { useTests } from "../experiment/experiment-queries.ts";
import type { Forecast } from "./forecast.ts";
import type { Steps } from "./model.ts";
import { usePerson } from "./use-person.ts";
import { usePreviewContext } from "./use-preview-context.ts";

/** Whose dates are shown, and those dates: null until they are known. */
export interface Reading {
  readonly who: ReturnType<typeof usePerson>;
  readonly forecast: Forecast | null;
}

/** When somebody would come to each step of the draft, were they enrolled now; follows every edit at once. */
export function useForecast(sequence: Sequence, steps: Steps): Reading {
  const who = usePerson();
  return { who, forecast: useDates(sequence, steps, who.person) };
}

function useDates(sequence: Sequence, now: Steps, person: Contact | undefined): Forecast | null {
  const steps = useDeferredValue(now);
  const clock = useClock();
  const me = useMe();
  const { holidayCalendarId } = sequence.settings;
  const planner = useQuery({
    queryKey: ["planner"],
    queryFn: async () => (await import("./forecast.ts")).forecastOf,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const tests = useTests(sequence.id);
  const context = usePreviewContext(sequence.id, person?.id);
  const calendar = useQuery({
    queryKey: ["holiday calendar", holidayCalendarId],
    queryFn: ({ signal }) => api("GET /holiday-calendars/:id", { params: { id: holidayCalendarId ?? "" }, signal }),
    enabled: holidayCalendarId !== null,
  });
  const [forecastOf, known, dealt] = [planner.data, context.data, tests.data?.data];
  const days = holidayCalendarId === null ? null : calendar.data;
  // To the minute: a clock that runs on would reckon the whole way anew every second.
  const minute = Math.floor(clock.now.getTime() / 60_000);
  const workspaceId = me.workspace.id;
  return useMemo(() => {
    if (!forecastOf || !known || !person || !dealt || days === undefined || known.contact.email !== person.email)
      return null;
    try {
      const at = new Date(minute * 60_000);
      const around = { context: known, calendar: days, tests: dealt };
      return forecastOf({ sequence, steps, person, ...around, now: at, workspaceId });
    } catch {
      // A draft may be unfinished in ways no planner meets: it is judged beside, and has no dates until then.
      return null;
    }
  }, [forecastOf, known, dealt, person, days, sequence, steps, minute, workspaceId]);
}
