import type { GdprRequest } from "@haste/contract/nouns/gdpr-requests";
import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../app/api.ts";
import { ErrorState } from "../ui/state/error.tsx";
import s from "./compliance.module.css";

/** What the person must be told the reason of: that it takes longer, or that it is not done. */
export function WithReason({ request: { id, extendedAt } }: { request: GdprRequest }) {
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const act = useMutation({
    mutationFn: (verb: "extend" | "refuse") =>
      api(`POST /gdpr-requests/:id/${verb}`, { params: { id }, body: { reason: reason.trim() } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["gdpr-requests"] }),
  });
  const isTooShort = reason.trim().length < 3;
  return (
    <details>
      <summary>Refuse it, or take longer</summary>
      <div className={s.form}>
        <TextInput
          label="The reason the person is told"
          description="Both need one (Art. 12(3) and (4)); longer means two further months, once"
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {act.error ? <ErrorState error={act.error} /> : null}
        <div className={s.foot}>
          {extendedAt === null ? (
            <Button disabled={isTooShort} loading={act.isPending} onClick={() => act.mutate("extend")}>
              Take longer
            </Button>
          ) : null}
          <Button disabled={isTooShort} loading={act.isPending} onClick={() => act.mutate("refuse")}>
            Refuse
          </Button>
        </div>
      </div>
    </details>
  );
}
