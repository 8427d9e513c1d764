import { ApiProblem } from "@haste/contract/client";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import {
  IconArchive,
  IconCopy,
  IconDots,
  IconHistory,
  IconPlaneInflight,
  IconPlayerPause,
  IconPlayerPlay,
  IconRoute,
  IconUsers,
} from "@tabler/icons-react";
import { useParams, useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { paths } from "../app/paths.ts";
import { useKeys } from "../ui/keys/use-keys.ts";
import { A } from "../ui/link.tsx";
import { count } from "../ui/numbers.ts";
import { Page, PageBody, PageHeader, PageTabs } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { SequenceState } from "../ui/status/state.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { PHONE, useMedia } from "../ui/use-width.ts";
import { OverviewTab } from "./overview-tab.tsx";
import { Stranded } from "./pool/stranded.tsx";
import { PreflightButton } from "./preflight/preflight-button.tsx";
import { Problems } from "./problems.tsx";
import { useSequence, useSequenceDeeds } from "./queries.ts";
import s from "./sequences.module.css";
import { place, stepAtPointer } from "./tree.ts";

const StepsTab = lazy(() => import("./steps-tab.tsx").then((module) => ({ default: module.StepsTab })));
const PeopleTab = lazy(() => import("./people-tab.tsx").then((module) => ({ default: module.PeopleTab })));
const EmailsTab = lazy(() => import("./emails-tab.tsx").then((module) => ({ default: module.EmailsTab })));
const ActivityTab = lazy(() => import("./activity-tab.tsx").then((module) => ({ default: module.ActivityTab })));
const ExperimentTab = lazy(() =>
  import("./experiment/experiment-tab.tsx").then((module) => ({ default: module.ExperimentTab })),
);
const PublishDialog = lazy(() =>
  import("./publish/publish-dialog.tsx").then((module) => ({ default: module.PublishDialog })),
);
const VersionsDialog = lazy(() =>
  import("./publish/versions-dialog.tsx").then((module) => ({ default: module.VersionsDialog })),
);
const SettingsTab = lazy(() => import("./settings-tab.tsx").then((module) => ({ default: module.SettingsTab })));

const tabs = [
  { id: "overview", label: "Overview", show: OverviewTab },
  { id: "steps", label: "Steps", show: StepsTab },
  { id: "people", label: "People", show: PeopleTab },
  { id: "emails", label: "Emails", show: EmailsTab },
  { id: "experiment", label: "Experiment", show: ExperimentTab },
  { id: "activity", label: "Activity", show: ActivityTab },
  { id: "settings", label: "Settings", show: SettingsTab },
] as const;

/** One sequence; the tab and what is open in it stand in the address. */
export function SequencePage() {
  const { sequenceId = "", tab: named } = useParams({ strict: false });
  const tab = tabs.find(({ id }) => id === named)?.id ?? "overview";
  const sequence = useSequence(sequenceId);
  if (!sequence.data)
    return (
      <Page>
        <PageHeader
          icon={<IconRoute size={16} stroke={1.6} />}
          crumbs={[{ label: "Sequences", href: paths.sequences }]}
          title="…"
        />
        <PageBody label="Sequence">
          {sequence.error ? (
            <ErrorState error={sequence.error} retry={() => void sequence.refetch()} />
          ) : (
            <SkeletonRows rows={6} />
          )}
        </PageBody>
      </Page>
    );
  return <Loaded key={sequenceId} sequence={sequence.data} tab={tab} />;
}

function Loaded({ sequence, tab }: { sequence: Sequence; tab: string }) {
  const router = useRouter();
  const deeds = useSequenceDeeds();
  const [aside, setAside] = useState<HTMLElement | null>(null);
  const [url, setUrl] = useUrlState();
  const [refused, setRefused] = useState<unknown>(null);
  const refusal = deeds.activate.error ?? refused ?? deeds.pause.error;
  const closePublish = () => setUrl({ publish: null }, { replace: true });
  const showVersions = () => setUrl({ versions: "1" });
  const Tab = tabs.find((each) => each.id === tab)?.show ?? OverviewTab;
  const people = sequence.stats ? sequence.stats.active + sequence.stats.paused : undefined;
  const counts: Record<string, number | undefined> = {
    people,
    emails: sequence.stats?.sent,
    steps: place(sequence.steps).length,
  };
  const enroll = () => router.history.push(paths.enroll(sequence.id));
  // Whoever went elsewhere meanwhile is not fetched back.
  const enrollHere = () => {
    if (router.state.location.pathname.includes(sequence.id)) enroll();
  };
  const run = (override?: string[]) =>
    deeds.activate.mutate({
      id: sequence.id,
      ...(override ? { override } : {}),
      next: people ? undefined : enrollHere,
    });
  useKeys([
    ...tabs.map((each, at) => ({
      keys: `${at + 1}`,
      label: each.label,
      group: "This sequence",
      run: () => router.history.push(paths.sequence(sequence.id, each.id)),
    })),
    { keys: "e", label: "Enroll people", group: "This sequence", run: enroll },
    ...(sequence.publishedVersion ? [{ keys: "v", label: "Versions", group: "This sequence", run: showVersions }] : []),
  ]);
  return (
    <Page>
      <PageHeader
        crumbs={[{ label: "Sequences", href: paths.sequences }]}
        title={sequence.name}
        meta={
          <>
            <SequenceState state={sequence.archivedAt ? "archived" : sequence.status} reason={sequence.statusReason} />
            {sequence.publishedVersion ? (
              <button type="button" className={s.version} onClick={showVersions}>
                version {sequence.publishedVersion}
              </button>
            ) : null}
            {sequence.stats?.attention.approvals ? (
              <A className="link" href={paths.approvalsOf(sequence.id)}>
                {count(sequence.stats.attention.approvals)} to approve
              </A>
            ) : null}
          </>
        }
        actions={
          <>
            <MoreMenu sequence={sequence} deeds={deeds} showVersions={showVersions} />
            <PreflightButton sequence={sequence} />
            <SimulateButton onClick={() => router.history.push(paths.simulate(sequence.id))} />
            <EnrollButton primary={sequence.status === "active" && !sequence.hasUnpublishedChanges} onClick={enroll} />
            <PrimaryDeed sequence={sequence} deeds={deeds} run={run} publish={() => setUrl({ publish: "1" })} />
          </>
        }
      />
      <PageTabs
        label={sequence.name}
        active={tab}
        asideRef={setAside}
        tabs={tabs.map((each) => ({
          id: each.id,
          label: each.label,
          href: paths.sequence(sequence.id, each.id),
          ...(counts[each.id] === undefined ? {} : { count: count(counts[each.id]) }),
        }))}
      />
      <Problems
        sequence={sequence}
        error={tab === "steps" && isAboutSteps(sequence, refusal) ? null : refusal}
        warnings={deeds.activate.data?.warnings ?? []}
        onOverride={run}
        onDismiss={() => {
          deeds.activate.reset();
          setRefused(null);
          deeds.pause.reset();
        }}
      />
      <Stranded sequence={sequence} />
      <Suspense fallback={<SkeletonRows rows={6} />}>
        <Tab sequence={sequence} refusal={refusal} aside={aside} />
      </Suspense>
      {url.versions ? (
        <Suspense fallback={null}>
          <VersionsDialog
            sequence={sequence}
            onClose={() => setUrl({ versions: null, from: null, to: null }, { replace: true })}
          />
        </Suspense>
      ) : null}
      {url.publish ? (
        <Suspense fallback={null}>
          <PublishDialog
            sequence={sequence}
            onClose={closePublish}
            onRefused={(error) => {
              setRefused(error);
              closePublish();
            }}
          />
        </Suspense>
      ) : null}
    </Page>
  );
}

/** Whether every problem of a refusal lies in a step: the builder lists those at its foot. */
function isAboutSteps(sequence: Sequence, refusal: unknown): boolean {
  const errors = refusal instanceof ApiProblem ? (refusal.body.errors ?? []) : [];
  return errors.length > 0 && errors.every(({ pointer }) => stepAtPointer(sequence.steps, pointer) !== null);
}

type Deeds = ReturnType<typeof useSequenceDeeds>;

function SimulateButton({ onClick }: { onClick: () => void }) {
  const isPhone = useMedia(PHONE);
  const icon = <IconPlayerPlay size={16} stroke={1.6} />;
  if (isPhone)
    return (
      <ActionIcon aria-label="Simulate" variant="default" onClick={onClick}>
        {icon}
      </ActionIcon>
    );
  return (
    <Button leftSection={icon} onClick={onClick}>
      Simulate
    </Button>
  );
}

function EnrollButton({ primary, onClick }: { primary: boolean; onClick: () => void }) {
  const isPhone = useMedia(PHONE);
  // Beside the one filled button there is no room for two words.
  if (isPhone && !primary)
    return (
      <ActionIcon aria-label="Enroll people" variant="default" onClick={onClick}>
        <IconUsers size={16} stroke={1.6} />
      </ActionIcon>
    );
  return (
    <Button
      variant={primary ? "filled" : "default"}
      leftSection={<IconUsers size={16} stroke={1.6} />}
      onClick={onClick}
    >
      Enroll people
    </Button>
  );
}

/** The one filled button: what this sequence waits for. */
function PrimaryDeed(props: { sequence: Sequence; deeds: Deeds; run: () => void; publish: () => void }) {
  const { sequence, deeds } = props;
  if (sequence.archivedAt) return null;
  if (sequence.status === "active" && sequence.hasUnpublishedChanges)
    return (
      <Button variant="filled" onClick={props.publish}>
        Publish version {(sequence.publishedVersion ?? 0) + 1}…
      </Button>
    );
  if (sequence.status === "active") return null;
  return (
    <Button variant="filled" loading={deeds.activate.isPending} onClick={() => props.run()}>
      {sequence.status === "draft" ? "Activate" : "Resume"}
    </Button>
  );
}

function MoreMenu(props: { sequence: Sequence; deeds: Deeds; showVersions: () => void }) {
  const { sequence, deeds } = props;
  const router = useRouter();
  function archive() {
    deeds.archive.mutate(
      { id: sequence.id, name: sequence.name },
      { onSuccess: () => router.history.push(paths.sequences) },
    );
  }
  return (
    <Menu width={220}>
      <Menu.Target>
        <Tooltip label="More">
          <ActionIcon aria-label="More">
            <IconDots size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {sequence.status === "active" ? (
          <Menu.Item
            leftSection={<IconPlayerPause size={16} stroke={1.6} />}
            onClick={() => deeds.pause.mutate({ id: sequence.id })}
          >
            Pause
          </Menu.Item>
        ) : null}
        <Menu.Item
          leftSection={<IconPlaneInflight size={16} stroke={1.6} />}
          onClick={() => router.history.push(paths.preflight(sequence.id))}
        >
          Pre-flight
        </Menu.Item>
        {sequence.publishedVersion ? (
          <Menu.Item leftSection={<IconHistory size={16} stroke={1.6} />} onClick={props.showVersions}>
            Versions…
          </Menu.Item>
        ) : null}
        <Menu.Item
          leftSection={<IconCopy size={16} stroke={1.6} />}
          onClick={() => deeds.duplicate.mutate({ id: sequence.id })}
        >
          Duplicate
        </Menu.Item>
        {sequence.archivedAt ? null : (
          <Menu.Item leftSection={<IconArchive size={16} stroke={1.6} />} onClick={archive}>
            Archive and stop its people
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
