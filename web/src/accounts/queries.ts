import type { ResponseOf } from "@haste/contract/client";
import type { SendingAccount, SendingAccountChanges } from "@haste/contract/nouns/sending-accounts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../app/api.ts";

export type Hosts = ResponseOf<"GET /sending-accounts/hosts">;
export type Check = ResponseOf<"GET /sending-accounts/:id/doctor">;
type AccountChange = SendingAccountChanges & {
  readonly status?: "active" | "paused";
  readonly resumeReason?: string;
};

/** Trouble first: whoever opens the list looks for it. */
export function useAccounts() {
  return useQuery({
    queryKey: ["sending-accounts"],
    queryFn: ({ signal }) => api("GET /sending-accounts", { query: { limit: 200 }, signal }),
    select: ({ data }) => data.toSorted((a, b) => Number(a.status === "active") - Number(b.status === "active")),
  });
}

export function useAccount(id: string) {
  return useQuery({
    queryKey: ["sending-accounts", id],
    queryFn: ({ signal }) => api("GET /sending-accounts/:id", { params: { id }, signal }),
    enabled: id !== "",
  });
}

export function useHours() {
  return useQuery({
    queryKey: ["sending-accounts", "hours"],
    queryFn: ({ signal }) => api("GET /sending-accounts/hours", { signal }),
    refetchInterval: 60_000,
  });
}

/** Known hosts, and the one of this address; what was known stays on the screen while another is looked for. */
export function useHosts(email: string) {
  return useQuery({
    queryKey: ["sending-accounts", "hosts", email],
    queryFn: ({ signal }) => api("GET /sending-accounts/hosts", { query: { email }, signal }),
    placeholderData: (before) => before,
    staleTime: 300_000,
  });
}

export function useSaveAccount(id: string, onSaved?: (account: SendingAccount) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: AccountChange) => api("PUT /sending-accounts/:id", { params: { id }, body }),
    onSuccess: (account) => {
      queries.setQueryData(["sending-accounts", id], account);
      void queries.invalidateQueries({ queryKey: ["sending-accounts"] });
      onSaved?.(account);
    },
  });
}

const pollMs = 600;

/** The last check of an account, followed while it works. */
export function useCheck(id: string) {
  return useQuery({
    queryKey: ["sending-accounts", id, "doctor"],
    queryFn: ({ signal }) => api("GET /sending-accounts/:id/doctor", { params: { id }, signal }),
    enabled: id !== "",
    refetchInterval: (query) => (query.state.data?.state === "running" ? pollMs : false),
  });
}

export function useStartCheck(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api("POST /sending-accounts/:id/doctor", { params: { id }, body: {} }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["sending-accounts", id, "doctor"] }),
  });
}

/** Sends the browser to the provider's page. */
export function useConsent() {
  return useMutation({
    mutationFn: (body: { provider: "gmail" | "outlook"; accountId?: string }) =>
      api("POST /sending-accounts/connect", { body }),
    onSuccess: ({ url }) => location.assign(url),
  });
}

/** Warm-up, providers and reputation; breakers move by themselves. */
export function usePace(id: string) {
  return useQuery({
    queryKey: ["sending-accounts", id, "pace"],
    queryFn: ({ signal }) => api("GET /sending-accounts/:id/pace", { params: { id }, signal }),
    refetchInterval: 60_000,
  });
}

/** Lets it go on towards a provider whose complaints stopped it. */
export function useResumeTowards(id: string, provider: string, onSuccess: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (resumeReason: string) =>
      api("POST /sending-accounts/:id/providers/:provider/resume", {
        params: { id, provider },
        body: { resumeReason },
      }),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ["sending-accounts"] });
      onSuccess();
    },
  });
}

/** Every account towards every recipient provider. */
export function usePaces() {
  return useQuery({
    queryKey: ["sending-accounts", "paces"],
    queryFn: ({ signal }) => api("GET /sending-accounts/paces", { signal }),
    refetchInterval: 60_000,
  });
}
