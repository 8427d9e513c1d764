import { Button } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { paths } from "../../app/paths.ts";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { toastDone } from "../../ui/toast.tsx";
import s from "../forms.module.css";
import { HopList } from "../hop-list.tsx";
import { useCheck, useSaveAccount, useStartCheck } from "../queries.ts";
import { Step } from "./step.tsx";

/** Whether it works, hop by hop; then it may send. */
export function CheckStep({ accountId, onMend }: { accountId: string; onMend: () => void }) {
  const router = useRouter();
  const check = useCheck(accountId);
  const again = useStartCheck(accountId);
  const begin = useSaveAccount(accountId, (account) => {
    toastDone(`${account.email} may send.`);
    router.history.push(paths.account(accountId));
  });
  const state = check.data?.state;
  const isRunning = state === "running";
  return (
    <Step n={3} title="Does it work">
      {check.error ? <ErrorState error={check.error} retry={() => void check.refetch()} /> : null}
      {check.data ? <HopList check={check.data} /> : <SkeletonRows rows={4} />}
      {begin.error ? <ErrorState error={begin.error} /> : null}
      {again.error ? <ErrorState error={again.error} /> : null}
      <div className={s.verbs}>
        <Button
          variant={state === "passed" ? "filled" : "default"}
          disabled={isRunning}
          loading={begin.isPending}
          onClick={() => begin.mutate({ status: "active" })}
        >
          {state === "failed" ? "Send with it all the same" : "Start sending with it"}
        </Button>
        <Button disabled={isRunning} loading={again.isPending} onClick={() => again.mutate()}>
          Check again
        </Button>
        {state === "failed" ? (
          <Button variant="filled" onClick={onMend}>
            Change it
          </Button>
        ) : null}
      </div>
    </Step>
  );
}
