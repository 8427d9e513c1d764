import { useRouter, useRouterState } from "@tanstack/react-router";
import { useCallback } from "react";

type Patch = Record<string, string | null | undefined>;

/**
 * The query string as state: filters, the open row and open dialogs live in the address, so that a screen can be sent
 * to a colleague and "back" closes what was opened. `null` removes a value.
 */
export function useUrlState(): [Record<string, string>, (patch: Patch, how?: { replace?: boolean }) => void] {
  const router = useRouter();
  const search = useRouterState({ select: (state) => state.location.search as Record<string, string> });
  const set = useCallback(
    (patch: Patch, how: { replace?: boolean } = {}) => {
      const { pathname, search: before } = router.state.location;
      const next = new URLSearchParams(before as Record<string, string>);
      for (const [name, value] of Object.entries(patch)) {
        if (value === null || value === undefined || value === "") next.delete(name);
        else next.set(name, value);
      }
      const query = next.toString();
      router.history[how.replace ? "replace" : "push"](query ? `${pathname}?${query}` : pathname);
    },
    [router],
  );
  return [search, set];
}
