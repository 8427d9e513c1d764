import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";

interface ListPage<Row> {
  readonly data: Row[];
  readonly page: { nextCursor: string | null; hasMore: boolean; total?: number | undefined };
}

/**
 * A keyset list as one growing array: pages are fetched as the end comes near, old rows stay while filters change.
 *
 * @param key the query key; its first part decides which live events refresh the list
 * @param load fetches one page after `cursor` (undefined: the first)
 */
export function usePages<Row>(
  key: readonly unknown[],
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<ListPage<Row>>,
) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  const { hasNextPage, isFetching, fetchNextPage } = query;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  return { rows, total: query.data?.pages[0]?.page.total, query, loadMore };
}
