import { Button, SegmentedControl, Tooltip } from "@mantine/core";
import { IconPlayerSkipForward, IconPlayerTrackNext } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useClock } from "../app/clock.tsx";
import { homeQuery } from "../app/session.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { plural } from "../ui/numbers.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { fullTime, span } from "../ui/time.ts";
import { PHONE, useMedia } from "../ui/use-width.ts";
import { ClockFace } from "./clock-face.tsx";
import { DaysStrip } from "./days-strip.tsx";
import { useDays } from "./sandbox-queries.ts";
import s from "./time-machine.module.css";
import type { Target, useAdvance } from "./use-advance.ts";

const rates = [
  { value: "1", label: "×1" },
  { value: "60", label: "×60" },
  { value: "1000", label: "×1000" },
];

/**
 * Past the last step of what usually runs. Not "until nothing is due": a sequence that keeps taking people in is never
 * done, and the clock only walks forward.
 */
const farEnough = { by: { value: 4, unit: "weeks" } } as const;

export type Advance = ReturnType<typeof useAdvance>;

/** To the next mail where one is planned, else to whatever falls due next. */
export function useNextMail(): Target {
  const home = useQuery(homeQuery);
  const { now } = useClock();
  const at = home.data?.today.nextMailAt;
  return at && Date.parse(at) > now.getTime() ? { to: at } : { steps: 1 };
}

/** The workspace's clock as a strip of days that can be walked: nothing is skipped on the way. */
export function TimeMachine({ advance }: { advance: Advance }) {
  const clock = useClock();
  const days = useDays();
  const phone = useMedia(PHONE);
  const next = useNextMail();
  const { walk, moving } = advance;
  useKeys([
    { keys: "ArrowRight", label: "Walk to the next mail", group: "Time machine", run: () => walk(next) },
    { keys: "d", label: "Walk one day", group: "Time machine", run: () => walk({ by: { value: 1, unit: "days" } }) },
  ]);
  return (
    <section className={s.machine} aria-label="Time machine">
      <div className={s.clock}>
        <ClockFace now={clock.now} zone={clock.zone} />
        <div>
          <p className={`${s.time} num`}>{fullTime(clock.now, clock.zone)}</p>
          <p className={s.ahead} aria-live="polite">
            {statusWords(advance, clock.aheadMs)}
          </p>
        </div>
      </div>
      {days.data ? (
        <DaysStrip
          days={days.data.days}
          moving={moving}
          onWalk={(ahead) => walk({ by: { value: ahead, unit: "days" } })}
        />
      ) : (
        <span className={s.days} />
      )}
      <div className={s.controls}>
        <Button
          disabled={moving}
          leftSection={<IconPlayerTrackNext size={14} stroke={1.75} />}
          rightSection={phone ? null : <Kbd keys="→" />}
          onClick={() => walk(next)}
        >
          Next mail
        </Button>
        <Button
          disabled={moving}
          rightSection={phone ? null : <Kbd keys="d" />}
          onClick={() => walk({ by: { value: 1, unit: "days" } })}
        >
          + 1 day
        </Button>
        <Tooltip label="Four weeks on, past the last steps">
          <Button
            disabled={moving}
            leftSection={<IconPlayerSkipForward size={14} stroke={1.75} />}
            onClick={() => walk(farEnough)}
          >
            To the end
          </Button>
        </Tooltip>
        <SegmentedControl
          size="xs"
          aria-label="How fast the clock runs"
          data={rates}
          value={String(clock.rate)}
          onChange={(value) => advance.setRate(Number(value) as 1 | 60 | 1000)}
        />
      </div>
      {advance.job || advance.error ? (
        <div className={s.below}>
          {advance.job ? <WalkJob advance={advance} /> : null}
          {advance.error ? <ErrorState error={advance.error} /> : null}
        </div>
      ) : null}
    </section>
  );
}

function WalkJob({ advance }: { advance: Advance }) {
  const { job } = advance;
  if (!job) return null;
  if (job.status === "failed" || job.status === "canceled")
    return (
      <p className="second">
        The walk stopped on the way{job.error ? `: ${job.error}` : ""}. What fell due until then is done.
      </p>
    );
  return (
    <p className={s.work}>
      <b>A long walk.</b> Everything due on the way is done; it goes on when you leave this page.
      <Button size="xs" variant="subtle" onClick={advance.cancel}>
        Stop here
      </Button>
    </p>
  );
}

function statusWords({ moving, settled, arrived }: Advance, aheadMs: number): string {
  if (moving) return "Walking the clock…";
  if (arrived) return "Settled after a long walk";
  if (!settled) return aheadWords(aheadMs);
  return settled.sent > 0 ? `Settled, ${plural(settled.sent, "mail", "mails")} sent` : "Settled, no mail was due";
}

function aheadWords(ms: number): string {
  if (ms < 60_000) return "as your clock";
  const days = Math.round(ms / 86_400_000);
  const far = days >= 1 ? plural(days, "day", "days") : span(new Date(0), new Date(ms));
  return `${far} ahead of your clock`;
}
