import { Button } from "@mantine/core";
import { IconFileImport, IconHome, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useClock } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { homeQuery } from "../app/session.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { Page, PageBody, PageHeader } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { longDate } from "../ui/time.ts";
import { Checklist } from "./checklist.tsx";
import s from "./home.module.css";
import { Last30 } from "./last-30.tsx";
import { LiveFeed } from "./live-feed.tsx";
import { NeedsYou } from "./needs-you.tsx";
import { OnTheLine } from "./on-the-line.tsx";
import { Today } from "./today.tsx";

/** What needs a person now, where every mail stands, and what happens this minute. */
export function HomePage() {
  const home = useQuery(homeQuery);
  const { now, zone } = useClock();
  return (
    <Page>
      <PageHeader
        icon={<IconHome size={16} stroke={1.6} />}
        title="Home"
        meta={longDate(now, zone)}
        actions={<Actions />}
      />
      {home.data ? (
        <div className={s.grid}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
          <section className={s.left} aria-label="Now" tabIndex={0}>
            <Checklist steps={home.data.checklist} />
            <NeedsYou rows={home.data.needsYou} />
            <OnTheLine line={home.data.line} today={home.data.today} />
            <Today today={home.data.today} />
          </section>
          <div className={s.right}>
            <Last30 numbers={home.data.last30} />
            <LiveFeed />
          </div>
        </div>
      ) : (
        <PageBody label="Home">
          {home.error ? (
            <ErrorState error={home.error} retry={() => void home.refetch()} />
          ) : (
            <SkeletonRows rows={7} height={50} />
          )}
        </PageBody>
      )}
    </Page>
  );
}

function Actions() {
  const router = useRouter();
  return (
    <>
      <Button
        visibleFrom="xs"
        leftSection={<IconFileImport size={16} stroke={1.6} />}
        onClick={() => router.history.push(paths.import)}
      >
        Import people
      </Button>
      <Button
        variant="filled"
        leftSection={<IconPlus size={16} stroke={1.6} />}
        rightSection={<Kbd keys="c" on />}
        onClick={() => router.history.push(paths.newSequence)}
      >
        New sequence
      </Button>
    </>
  );
}
