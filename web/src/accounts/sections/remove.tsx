import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { paths } from "../../app/paths.ts";
import { Section } from "../../ui/page.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { toastDone } from "../../ui/toast.tsx";
import s from "../forms.module.css";

/** Asks once more in its place; the API refuses while anybody's thread runs through the account. */
export function RemoveSection({ account }: { account: SendingAccount }) {
  const queries = useQueryClient();
  const router = useRouter();
  const [isAsked, setAsked] = useState(false);
  const remove = useMutation({
    mutationFn: () => api("DELETE /sending-accounts/:id", { params: { id: account.id } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["sending-accounts"] });
      toastDone(`${account.email} is removed.`);
      router.history.push(paths.accounts);
    },
  });
  return (
    <Section title="Remove">
      <p className="quiet">Its passwords and tokens are forgotten; its mails stay readable.</p>
      {remove.error ? <ErrorState error={remove.error} /> : null}
      <div className={s.verbs}>
        {isAsked ? (
          <>
            <Button variant="outline" loading={remove.isPending} onClick={() => remove.mutate()}>
              Remove {account.email}
            </Button>
            <Button onClick={() => setAsked(false)}>Keep it</Button>
          </>
        ) : (
          <Button onClick={() => setAsked(true)}>Remove…</Button>
        )}
      </div>
    </Section>
  );
}
