import type { ErasureCertificate, GdprRequest } from "@haste/contract/nouns/gdpr-requests";
import { Button, Modal } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "../app/api.ts";
import { useClock, useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { useMe } from "../app/session.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import s from "./compliance.module.css";
import { HeldRows } from "./held-rows.tsx";
import { dueOf, kindTexts, kindWords, statusOf } from "./request-words.ts";
import { WithReason } from "./with-reason.tsx";

/** One request: until when, what is held of the person, what can be done, and what was done. */
export function OpenRequest({ id, onClose }: { id: string; onClose: () => void }) {
  const request = useQuery<GdprRequest>({
    queryKey: ["gdpr-requests", "one", id],
    queryFn: ({ signal }) => api("GET /gdpr-requests/:id", { params: { id }, signal }),
    refetchInterval: (query) => (query.state.data?.status === "running" ? 1_000 : false),
  });
  const queries = useQueryClient();
  const status = request.data?.status;
  // The list behind still shows what it was asked for.
  useEffect(() => {
    if (status === "done") void queries.invalidateQueries({ queryKey: ["gdpr-requests"] });
  }, [status, queries]);
  const title = request.data ? kindWords[request.data.kind] : "Request";
  return (
    <Modal opened onClose={onClose} title={title} size={560}>
      {request.error ? <ErrorState error={request.error} retry={() => void request.refetch()} /> : null}
      {request.isPending ? <SkeletonRows rows={4} /> : null}
      {request.data ? <Shown request={request.data} /> : null}
    </Modal>
  );
}

function Shown({ request }: { request: GdprRequest }) {
  const times = useTimes();
  const { now } = useClock();
  const due = dueOf(request, now);
  return (
    <div className={s.form}>
      <p className={s.who} dir="auto">
        {request.email ?? "Erased person"}
      </p>
      <p className="second">
        Came {times.full(request.receivedAt)}.{" "}
        {due === null
          ? `${statusOf(request)} ${times.full(request.settledAt)} by ${request.settledBy ?? "the product"}.`
          : `To be answered by ${times.full(request.dueAt)}: ${due.words}.`}
        {request.note ? ` ${request.note}` : ""}
        {request.remark ? ` “${request.remark}”` : ""}
      </p>
      {request.status === "open" ? <ToDo request={request} /> : null}
      {request.status === "running" ? <p role="status">It is being done. You can close this.</p> : null}
      {request.hasExport ? (
        <div className={s.foot}>
          <Button component="a" variant="filled" href={paths.personFile(request.id)} download>
            Download the copy
          </Button>
        </div>
      ) : null}
      {request.certificate ? <Certificate certificate={request.certificate} /> : null}
    </div>
  );
}

function ToDo({ request }: { request: GdprRequest }) {
  const { id, kind } = request;
  const queries = useQueryClient();
  const mayAct = useMe().permissions.includes("members:write");
  const fulfill = useMutation({
    mutationFn: () => api("POST /gdpr-requests/:id/fulfill", { params: { id }, body: {} }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["gdpr-requests"] }),
  });
  return (
    <>
      <p>{kindTexts[kind]}</p>
      <HeldRows requestId={id} isErasure={kind === "erasure"} />
      {fulfill.error ? <ErrorState error={fulfill.error} /> : null}
      {mayAct ? (
        <>
          <WithReason request={request} />
          <div className={s.foot}>
            <Button
              variant={kind === "erasure" ? "default" : "filled"}
              className={kind === "erasure" ? (s.danger ?? "") : ""}
              loading={fulfill.isPending}
              onClick={() => fulfill.mutate()}
            >
              {kind === "erasure" ? "Erase them for good" : "Make the copy"}
            </Button>
          </div>
        </>
      ) : (
        <p className="second">An admin does it.</p>
      )}
    </>
  );
}

function Certificate({ certificate }: { certificate: ErasureCertificate }) {
  const times = useTimes();
  const rows = certificate.erased.reduce((sum, { rows: n }) => sum + n, 0);
  const text = JSON.stringify(certificate, null, 2);
  return (
    <section aria-label="Certificate" className={s.preview}>
      <p>
        {rows} rows in {certificate.erased.length} tables were erased {times.full(certificate.erasedAt)}.
      </p>
      <p>
        {certificate.left.length === 0
          ? "The address was searched for in every table and stands nowhere any more."
          : `The address still stands in words written elsewhere: ${certificate.left
              .map(({ table, rows: n }) => `${table} (${n})`)
              .join(", ")}.`}
      </p>
      <p className={s.hash}>{certificate.hash}</p>
      <Button
        size="compact-xs"
        component="a"
        href={`data:application/json,${encodeURIComponent(text)}`}
        download="certificate.json"
      >
        Download the certificate
      </Button>
    </section>
  );
}
