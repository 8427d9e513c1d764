import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { Button } from "@mantine/core";
import { useTimes } from "../../app/clock.tsx";
import { Section } from "../../ui/page.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import s from "../forms.module.css";
import { HopList } from "../hop-list.tsx";
import { useCheck, useConsent, useStartCheck } from "../queries.ts";

/** The way out and back in, hop by hop; where it breaks, what to do. */
export function DoctorSection({ account }: { account: SendingAccount }) {
  const times = useTimes();
  const check = useCheck(account.id);
  const start = useStartCheck(account.id);
  const consent = useConsent();
  const { provider } = account;
  const isRunning = check.data?.state === "running";
  const finishedAt = check.data?.finishedAt;
  return (
    <Section title="End to end" aside={finishedAt ? `checked ${times.when(finishedAt)}` : ""}>
      {check.data && check.data.state !== "never" ? (
        <HopList check={check.data} />
      ) : (
        <p className="quiet">Sends a mail from this account to itself, and looks for it in its mailbox.</p>
      )}
      {start.error ? <ErrorState error={start.error} /> : null}
      {consent.error ? <ErrorState error={consent.error} /> : null}
      <div className={s.verbs}>
        <Button loading={start.isPending || isRunning} onClick={() => start.mutate()}>
          {finishedAt ? "Check again" : "Check"}
        </Button>
        {provider === "gmail" || provider === "outlook" ? (
          <Button loading={consent.isPending} onClick={() => consent.mutate({ provider, accountId: account.id })}>
            Reconnect
          </Button>
        ) : null}
      </div>
    </Section>
  );
}
