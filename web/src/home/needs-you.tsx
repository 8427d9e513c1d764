import type { Home } from "@haste/contract/nouns/home";
import { Button } from "@mantine/core";
import {
  IconChecklist,
  IconClockPause,
  IconFileImport,
  IconHourglass,
  IconMailCheck,
  IconMessage,
  IconPlayerPause,
  IconPlugConnectedX,
} from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { useClock } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { Section } from "../ui/page.tsx";
import { clockTime, dayKey, span, when } from "../ui/time.ts";
import s from "./home.module.css";
import { RunningJob } from "./running-job.tsx";

type Need = Home["needsYou"][number];

interface Way {
  readonly icon: ComponentType<{ size?: number; stroke?: number }>;
  readonly tone: "accent" | "warn" | "unsure" | "plain";
  /** One verb per row. */
  readonly verb: string;
  readonly href: (need: Need) => string | null;
}

const emailsOf = (need: Need, status: string) =>
  need.sequenceId ? `${paths.sequence(need.sequenceId, "emails")}?status=${status}` : null;

const ways: Record<Need["code"], Way> = {
  reply: {
    icon: IconMessage,
    tone: "accent",
    verb: "Read",
    href: (need) => (need.contactId ? paths.thread(need.contactId) : null),
  },
  "paused-sequence": {
    icon: IconPlayerPause,
    tone: "warn",
    verb: "See why",
    href: (need) => (need.sequenceId ? paths.sequence(need.sequenceId) : null),
  },
  "failing-account": {
    icon: IconPlugConnectedX,
    tone: "warn",
    verb: "See account",
    href: () => paths.accounts,
  },
  "stopped-towards": {
    icon: IconPlugConnectedX,
    tone: "warn",
    verb: "See account",
    href: (need) => (need.sendingAccountId ? paths.account(need.sendingAccountId) : paths.breakers),
  },
  uncertain: { icon: IconHourglass, tone: "unsure", verb: "See them", href: (need) => emailsOf(need, "uncertain") },
  held: { icon: IconClockPause, tone: "warn", verb: "See them", href: (need) => emailsOf(need, "held") },
  approval: {
    icon: IconMailCheck,
    tone: "accent",
    verb: "Read them",
    href: (need) => (need.sequenceId ? paths.approvalsOf(need.sequenceId) : paths.approvals),
  },
  task: { icon: IconChecklist, tone: "accent", verb: "Begin", href: () => paths.tasks },
  job: { icon: IconFileImport, tone: "plain", verb: "Open", href: () => null },
};

/** Sorted by the server by what costs most to ignore; each row has one verb. */
export function NeedsYou({ rows }: { rows: readonly Need[] }) {
  return (
    <Section
      className={s.flush}
      title={
        <>
          Needs you{" "}
          <span className="quiet num" style={{ fontWeight: 400 }}>
            {rows.length}
          </span>
        </>
      }
      aside={rows.length > 0 ? "Most costly to ignore first" : undefined}
    >
      {rows.length === 0 ? (
        <p className={s.calm}>Nothing. Mail leaves by itself; replies and troubles will stand here.</p>
      ) : null}
      <ul>
        {rows.map((need) => (
          <NeedRow
            key={`${need.code}${need.emailId ?? need.jobId ?? need.sequenceId ?? need.sendingAccountId ?? ""}${need.title}`}
            need={need}
          />
        ))}
      </ul>
    </Section>
  );
}

function NeedRow({ need }: { need: Need }) {
  const router = useRouter();
  const { now, zone } = useClock();
  const way = ways[need.code];
  const href = way.href(need);
  const Icon = way.icon;
  if (need.code === "job" && need.jobId) return <RunningJob id={need.jobId} title={need.title} detail={need.detail} />;
  return (
    <li className={s.need}>
      <span className={s.sign} data-tone={way.tone}>
        <Icon size={16} stroke={1.6} />
      </span>
      <span className={s.what} dir="auto">
        <b>{need.title}</b>
        <span>{need.detail}</span>
      </span>
      {need.at ? <span className={s.at}>{ago(need.at, now, zone)}</span> : null}
      <span className={s.verb}>
        {href ? (
          <Button onClick={() => router.history.push(href)} aria-label={`${way.verb}: ${need.title}`}>
            {way.verb}
          </Button>
        ) : null}
      </span>
    </li>
  );
}

function ago(at: string, now: Date, zone: string): string {
  if (now.getTime() - Date.parse(at) < 3_600_000) return span(at, now);
  return dayKey(at, zone) === dayKey(now, zone) ? clockTime(at, zone) : when(at, now, zone);
}
