import type { Import, ImportRow } from "@haste/contract/nouns/crm";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, problemCode } from "../app/api.ts";
import { usePages } from "../ui/list/use-pages.ts";

const cardKey = (id: string) => ["imports", id, "card"];

export function isBusy(status: Import["status"]): boolean {
  return status === "checking" || status === "running";
}

/** One import; while rows are worked on its counts are read again and again, so the bar grows. */
export function useImport(id: string) {
  return useQuery({
    queryKey: cardKey(id),
    queryFn: ({ signal }) => api("GET /imports/:id", { params: { id }, signal }),
    refetchInterval: (query) => (query.state.data && isBusy(query.state.data.status) ? 700 : false),
  });
}

/** Rows that cannot be read, in the order of the file. */
export function useBadRows(id: string, enabled: boolean) {
  return usePages<ImportRow>(["imports", id, "rows", enabled], (cursor, signal) =>
    enabled
      ? api("GET /imports/:id/rows", {
          params: { id },
          query: { limit: 200, "filter[verdict]": "invalid", ...(cursor ? { cursor } : {}) },
          signal,
        })
      : Promise.resolve({ data: [], page: { nextCursor: null, hasMore: false } }),
  );
}

/** Stores the file, then checks every row under the guessed mapping, so that the first answer is there by itself. */
export function useUpload(onStored: (stored: Import) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (file: File) => {
      const body = new Uint8Array(await file.arrayBuffer());
      return api("POST /imports", { query: { fileName: file.name }, body, headers: { "Content-Type": "text/csv" } });
    },
    onSuccess: async (stored) => {
      queries.setQueryData(cardKey(stored.id), stored);
      if (Object.values(stored.mapping).includes("email")) await run(stored.id, true).catch(() => undefined);
      await queries.invalidateQueries({ queryKey: ["imports"] });
      onStored(stored);
    },
  });
}

function run(id: string, dryRun: boolean) {
  return api("POST /imports/:id/run", { params: { id }, body: { dryRun } });
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** A canceled job ends after its current batch; until then the import refuses changes. */
async function whenIdle<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (problemCode(error) !== "invalid_status" || attempt === 25) throw error;
      await pause(200);
    }
  }
}

/** Changes the mapping and checks all rows anew; a check that runs under the old one is called off first. */
export function useRemap(found: Import) {
  const queries = useQueryClient();
  const { id } = found;
  return useMutation({
    mutationFn: async (mapping: Import["mapping"]) => {
      if (found.status === "checking" && found.jobId)
        await api("POST /jobs/:id/cancel", { params: { id: found.jobId }, body: {} });
      await whenIdle(() => api("PUT /imports/:id", { params: { id }, body: { mapping } }));
      if (Object.values(mapping).includes("email")) await run(id, true);
    },
    onMutate: (mapping) => {
      queries.setQueryData<Import>(cardKey(id), (before) => (before ? { ...before, mapping } : before));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["imports", id] }),
  });
}

/** Starts, stops and goes on with the work on all rows. */
export function useImportWork(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (deed: { kind: "check" | "import" } | { kind: "cancel" | "resume"; jobId: string }) => {
      if ("jobId" in deed) {
        const request = { params: { id: deed.jobId }, body: {} };
        return deed.kind === "cancel" ? api("POST /jobs/:id/cancel", request) : api("POST /jobs/:id/resume", request);
      }
      return run(id, deed.kind === "check");
    },
    onSuccess: (job) => queries.setQueryData(["jobs", job.id], job),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ["imports"] });
      void queries.invalidateQueries({ queryKey: ["contacts"] });
    },
  });
}

/** Corrects cells of one row; the answer is its verdict, given at once. */
export function useCorrectRow(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ row, cells }: { row: number; cells: Record<string, string> }) =>
      api("PUT /imports/:id/rows/:row", { params: { id, row }, body: { cells } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: cardKey(id) }),
  });
}
