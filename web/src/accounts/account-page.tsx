import { Button } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { useParams, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { paths } from "../app/paths.ts";
import { useKeys } from "../ui/keys/use-keys.ts";
import { Page, PageBody, PageHeader } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { toastDone } from "../ui/toast.tsx";
import { Health } from "./health.tsx";
import { HookSection } from "./hook/hook-section.tsx";
import { isKeyProvider } from "./key-form.ts";
import { useAccount, useSaveAccount } from "./queries.ts";
import { ResumeWithReason } from "./resume-with-reason.tsx";
import { DkimSection } from "./sections/dkim.tsx";
import { DoctorSection } from "./sections/doctor.tsx";
import { AccountFacts } from "./sections/facts.tsx";
import { KeySection } from "./sections/key.tsx";
import { LimitsSection } from "./sections/limits.tsx";
import { PaceSections } from "./sections/pace.tsx";
import { RampForm } from "./sections/ramp-form.tsx";
import { RemoveSection } from "./sections/remove.tsx";
import s from "./sections/sections.module.css";
import { ServersSection } from "./sections/servers.tsx";
import { WordsSection } from "./sections/words.tsx";
import { WorkdaySection } from "./sections/workday.tsx";

/** One account: how it does at the left, how it is meant to at the right; a part of it is a section. */
export function AccountPage() {
  const { accountId = "" } = useParams({ strict: false });
  const router = useRouter();
  const found = useAccount(accountId);
  const account = found.data;
  const set = useSaveAccount(accountId, (saved) => toastDone(`${saved.email} is ${saved.status}.`));
  const back = () => router.history.push(paths.accounts);
  useKeys([{ keys: "Escape", label: "Back to the list", group: "Sending accounts", run: back }]);
  const isActive = account?.status === "active";
  const [isAsking, setAsking] = useState(false);
  const turn = () => {
    if (!isActive && account?.pauseCause) setAsking(true);
    else set.mutate({ status: isActive ? "paused" : "active" });
  };
  return (
    <Page>
      <PageHeader
        icon={<IconMail size={16} stroke={1.6} />}
        crumbs={[{ label: "Sending accounts", href: paths.accounts }]}
        title={account?.email ?? "Sending account"}
        meta={account ? <Health account={account} why={false} /> : null}
        actions={
          account ? (
            <Button loading={set.isPending} onClick={turn}>
              {isActive ? "Pause" : "Resume"}
            </Button>
          ) : null
        }
      />
      {account && isAsking ? <ResumeWithReason account={account} onClose={() => setAsking(false)} /> : null}
      <PageBody label="Sending account">
        {found.error && !account ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : null}
        {set.error ? <ErrorState error={set.error} /> : null}
        {found.isPending ? <SkeletonRows rows={5} /> : null}
        {account ? (
          <div className={s.columns} key={account.id}>
            <div>
              <AccountFacts account={account} />
              <PaceSections account={account} />
              <DoctorSection account={account} />
              <HookSection accountId={account.id} />
              {account.provider === "smtp" ? <DkimSection account={account} /> : null}
            </div>
            <div>
              <LimitsSection account={account} />
              <RampForm account={account} />
              <WorkdaySection account={account} />
              <WordsSection account={account} />
              {isKeyProvider(account.provider) ? <KeySection account={account} provider={account.provider} /> : null}
              <ServersSection account={account} />
              <RemoveSection account={account} />
            </div>
          </div>
        ) : null}
      </PageBody>
    </Page>
  );
}
