import type { Sequence } from "@haste/contract/nouns/sequences";
import { fewestForRate } from "@haste/engine/report";
import { Button } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { api } from "../app/api.ts";
import { paths } from "../app/paths.ts";
import { A } from "../ui/link.tsx";
import { count, percent, plural } from "../ui/numbers.ts";
import { PageBody, Section } from "../ui/page.tsx";
import { Funnel } from "../ui/plots/funnel.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { Conversions } from "./conversions/conversions.tsx";
import { LinksSection } from "./link-map/links-section.tsx";
import { NextMails } from "./next-mails.tsx";
import { ReplyCurves } from "./reply-curves.tsx";
import s from "./sequences.module.css";
import { StepTable } from "./step-table.tsx";
import { analyticsQuery, WhenAndWho } from "./when-and-who.tsx";
import { lostWords } from "./words.ts";

/** Mails, so that every bar is a part of the one above it; people stand in the sentence. */
const stageNames = { sent: "Mails sent", opened: "Opened by people", clicked: "Clicked", replied: "Answered" } as const;

/** How far people got, step by step, and the next mails with why they have not left yet. */
export function OverviewTab({ sequence }: { sequence: Sequence }) {
  const router = useRouter();
  const funnel = useQuery({
    queryKey: ["sequences", sequence.id, "funnel"],
    queryFn: ({ signal }) => api("GET /sequences/:id/funnel", { params: { id: sequence.id }, signal }),
  });
  const numbers = useQuery(analyticsQuery(sequence.id));
  if (funnel.error)
    return (
      <PageBody label="Overview">
        <ErrorState error={funnel.error} retry={() => void funnel.refetch()} />
      </PageBody>
    );
  if (!funnel.data) return <SkeletonRows rows={7} />;
  const by = new Map(funnel.data.stages.map((stage) => [stage.code, stage]));
  const enrolled = by.get("enrolled")?.count ?? 0;
  const sent = by.get("sent")?.count ?? 0;
  const replied = by.get("replied")?.count ?? 0;
  const isEnough = sent >= fewestForRate;
  const positive = numbers.data?.summary.positiveReplied;
  if (enrolled === 0)
    return (
      <PageBody label="Overview">
        <Empty
          icon={<IconUsers size={28} stroke={1.4} />}
          title="Nobody is enrolled yet"
          text="Enroll people, and this page shows how far each mail carries them."
        >
          <Button onClick={() => router.history.push(paths.enroll(sequence.id))}>Enroll people</Button>
          <Button onClick={() => router.history.push(paths.sequence(sequence.id, "steps"))}>Look at the steps</Button>
        </Empty>
      </PageBody>
    );
  return (
    <PageBody label="Overview">
      <Section>
        <p className={s.lead}>
          {count(replied)} of {count(sent)} mails were answered{isEnough ? `: ${percent(replied / sent)}` : ""}.{" "}
          {replied > 0 && positive !== undefined ? (
            <>
              {positive === 0 ? "None" : count(positive)} of the answers {positive > 1 ? "show" : "shows"} interest or{" "}
              {positive > 1 ? "name" : "names"} somebody else.{" "}
              <A className="link" href={paths.inboxOfSequence(sequence.id)}>
                Read them
              </A>{" "}
            </>
          ) : null}
          <span>
            {[`${plural(enrolled, "person", "people")} enrolled`, lostWords(funnel.data.lost)]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </p>
        <Funnel
          stages={(["sent", "opened", "clicked", "replied"] as const).map((code) => ({
            label: stageNames[code],
            n: by.get(code)?.count ?? 0,
            href: paths.emailsBehind(code, sequence.id),
            rate: code === "sent" || !isEnough ? null : (by.get(code)?.rate ?? null),
          }))}
        />
      </Section>
      <Section title="Steps" aside="Opens and clicks of people; machines are not counted">
        <StepTable sequence={sequence} />
      </Section>
      {sent > 0 ? <LinksSection sequence={sequence} /> : null}
      {sent > 0 ? <Conversions sequence={sequence} /> : null}
      <NextMails sequence={sequence} />
      {sent > 0 ? <ReplyCurves sequenceId={sequence.id} /> : null}
      {numbers.data && sent > 0 ? <WhenAndWho analytics={numbers.data} /> : null}
    </PageBody>
  );
}
