import { IconFileImport } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { LongWork } from "../ui/state/long-work.tsx";
import s from "./home.module.css";

/** Work that runs now, with its bar; the same line stands where it was started. */
export function RunningJob({ id, title, detail }: { id: string; title: string; detail: string }) {
  const queries = useQueryClient();
  const job = useQuery({
    queryKey: ["jobs", id],
    queryFn: ({ signal }) => api("GET /jobs/:id", { params: { id }, signal }),
    refetchInterval: (query) => (query.state.data?.status === "running" ? 1_000 : false),
  });
  const cancel = useMutation({
    mutationFn: () => api("POST /jobs/:id/cancel", { params: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["home"] }),
  });
  return (
    <li className={s.need}>
      <span className={s.sign}>
        <IconFileImport size={16} stroke={1.6} />
      </span>
      <span className={s.what} dir="auto">
        {job.data ? (
          <LongWork
            title={title}
            progress={job.data.progress}
            {...(job.data.status === "running" ? { onCancel: () => cancel.mutate() } : {})}
          />
        ) : (
          <b>{title}</b>
        )}
        <span>{detail}</span>
      </span>
    </li>
  );
}
