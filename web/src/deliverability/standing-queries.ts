import type { RequestOf } from "@haste/contract/client";
import type { DeliverabilityTestInput } from "@haste/contract/nouns/deliverability-tests";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { useCheck } from "./queries.ts";

export function useRequirements() {
  return useQuery({
    queryKey: ["deliverability", "requirements"],
    queryFn: ({ signal }) => api("GET /deliverability/requirements", { signal }),
  });
}

export function useComplaints() {
  return useQuery({
    queryKey: ["deliverability", "complaints"],
    queryFn: ({ signal }) => api("GET /deliverability/complaints", { signal }),
  });
}

export function useBlocklists() {
  return useQuery({
    queryKey: ["deliverability", "blocklists"],
    queryFn: ({ signal }) => api("GET /deliverability/blocklists", { signal }),
  });
}

export function useAskLists() {
  return useCheck(() => api("POST /deliverability/blocklists/check"));
}

/** @param onJudged gets the id of what was judged */
export function useJudge(onJudged: (testId: string) => void) {
  return useCheck(
    (body: DeliverabilityTestInput) => api("POST /deliverability/test", { body }),
    ({ resultUrl }) => {
      const id = resultUrl?.split("/").at(-1);
      if (id) onJudged(id);
    },
  );
}

export function useJudged(id: string) {
  return useQuery({
    queryKey: ["deliverability", "tests", id],
    queryFn: ({ signal }) => api("GET /deliverability/tests/:id", { params: { id }, signal }),
    enabled: id !== "",
  });
}

export function useLatestJudged() {
  return useQuery({
    queryKey: ["deliverability", "tests"],
    queryFn: ({ signal }) => api("GET /deliverability/tests", { query: { limit: 10 }, signal }),
  });
}

export function useSenders() {
  return useQuery({
    queryKey: ["sending-accounts"],
    queryFn: ({ signal }) => api("GET /sending-accounts", { query: { limit: 200 }, signal }),
  });
}

export type ReportKind = "dmarc" | "tls";

export function useReportSummary(kind: ReportKind) {
  return useQuery({
    queryKey: ["deliverability", "reports", "summary", kind],
    queryFn: ({ signal }) => api("GET /deliverability/reports/summary", { query: { kind }, signal }),
  });
}

export function useUploadReport(onDone: (words: string) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (file: File) =>
      api("POST /deliverability/reports", {
        body: new Uint8Array(await file.arrayBuffer()),
        headers: { "Content-Type": "application/octet-stream" },
      }),
    onSuccess: ({ isNew, organization, domain }) => {
      void queries.invalidateQueries({ queryKey: ["deliverability"] });
      onDone(isNew ? `The report of ${organization} about ${domain} is in.` : "That report was here already.");
    },
  });
}

type SeedTestInput = RequestOf<"POST /seed-tests">["body"];

export function useSeedTests() {
  return useQuery({
    queryKey: ["seed-tests"],
    queryFn: ({ signal }) => api("GET /seed-tests", { query: { limit: 20 }, signal }),
  });
}

export function useStartSeedTest() {
  return useCheck((body: SeedTestInput) => api("POST /seed-tests", { body }));
}

export function useLookAgain(id: string) {
  return useCheck(() => api("POST /seed-tests/:id/look", { params: { id } }));
}
