import { Button } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { api } from "../../app/api.ts";
import { paths } from "../../app/paths.ts";
import { Page, PageHeader } from "../../ui/page.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { toastDone } from "../../ui/toast.tsx";
import s from "./connect.module.css";

/** Where Google and Microsoft send the browser back: hands on what they said, once. */
export function CallbackPage() {
  const queries = useQueryClient();
  const router = useRouter();
  const finish = useMutation({
    mutationFn: (query: string) => api("POST /sending-accounts/connect/finish", { body: { query } }),
    onSuccess: (account) => {
      void queries.invalidateQueries({ queryKey: ["sending-accounts"] });
      toastDone(`${account.email} is connected.`);
      // The code must not stay in the history, where "back" would hand it on again.
      router.history.replace(paths.account(account.id));
    },
  });
  const isBegun = useRef(false);
  const { mutate } = finish;
  useEffect(() => {
    if (isBegun.current) return;
    isBegun.current = true;
    mutate(location.search || "?");
  }, [mutate]);
  return (
    <Page>
      <PageHeader icon={<IconMail size={16} stroke={1.6} />} title="Connecting the account" />
      {finish.error ? (
        <>
          <ErrorState error={finish.error} />
          <div className={s.callback}>
            <Button variant="filled" onClick={() => router.history.replace(paths.connectAccount)}>
              Connect again
            </Button>
          </div>
        </>
      ) : (
        <SkeletonRows rows={3} />
      )}
    </Page>
  );
}
