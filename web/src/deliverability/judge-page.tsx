import { IconActivity } from "@tabler/icons-react";
import { useTimes } from "../app/clock.tsx";
import { useMailToJudge } from "../app/mail/mail-to-judge.ts";
import { paths } from "../app/paths.ts";
import { A } from "../ui/link.tsx";
import { Page, PageBody, PageHeader, Section } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { Judged } from "./judged.tsx";
import { MailForm } from "./mail-form.tsx";
import s from "./standing.module.css";
import { useJudge, useJudged, useLatestJudged } from "./standing-queries.ts";
import { verdictLooks } from "./standing-words.ts";
import { StateWords } from "./state-words.tsx";
import { DeliverabilityTabs } from "./tabs.tsx";

/** A mail judged before it is sent: written or pasted at the top, what was found below. */
export function JudgePage() {
  const [{ test = "" }, setUrl] = useUrlState();
  const judged = useJudged(test);
  return (
    <Page>
      <PageHeader icon={<IconActivity size={16} stroke={1.6} />} title="Deliverability" />
      <DeliverabilityTabs active="judge" />
      <PageBody label="Judge a mail">
        <JudgeForm onJudged={(id) => setUrl({ test: id }, { replace: true })} />
        {judged.error ? <ErrorState error={judged.error} retry={() => void judged.refetch()} /> : null}
        {test !== "" && judged.isPending ? <SkeletonRows rows={4} /> : null}
        {judged.data ? <Judged test={judged.data} /> : null}
        <Latest shown={test} />
      </PageBody>
    </Page>
  );
}

function JudgeForm({ onJudged }: { onJudged: (id: string) => void }) {
  const judge = useJudge(onJudged);
  const brought = useMailToJudge();
  return (
    <Section title="A mail to judge" aside="its words are forgotten once they are judged">
      <MailForm
        brought={brought}
        verb="Judge it"
        isRunning={judge.isRunning}
        error={judge.error}
        onSubmit={(mail) => judge.start.mutate({ ...mail, subject: mail.subject || null })}
      />
    </Section>
  );
}

function Latest({ shown }: { shown: string }) {
  const latest = useLatestJudged();
  const times = useTimes();
  const others = (latest.data?.data ?? []).filter(({ id, state }) => id !== shown && state === "done");
  if (others.length === 0) return null;
  return (
    <Section title="Judged before">
      <ul className={s.rows}>
        {others.map(({ id, subject, email, verdict, createdAt }) => (
          <li key={id}>
            <span className="quiet">{times.when(createdAt)}</span>
            <div>
              <A href={paths.judgedMail(id)}>{subject ?? "A mail without a subject"}</A>{" "}
              <span className="quiet">from {email}</span>
              {verdict ? (
                <p>
                  <StateWords look={verdictLooks[verdict]} />
                </p>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
