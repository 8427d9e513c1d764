import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../app/api.ts";

const key = ["inbox", "lessons"];

export function useLessons() {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => api("GET /inbox/lessons", { signal }) });
}

export function useForgetLessons(onForgotten: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api("DELETE /inbox/lessons"),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: key });
      onForgotten();
    },
  });
}
