import { IconClock, IconFlask2 } from "@tabler/icons-react";
import { A } from "../../ui/link.tsx";
import { plural } from "../../ui/numbers.ts";
import { Strip } from "../../ui/state/strip.tsx";
import { fullTime, span } from "../../ui/time.ts";
import { useClock } from "../clock.tsx";
import { useLive } from "../live.ts";
import { paths } from "../paths.ts";
import { useIsSandbox } from "../session.ts";
import s from "./shell.module.css";

/** In every view of a sandbox: the word, the promise, and the clock that can be moved. Live workspaces have no strip. */
export function SandboxStrip() {
  const sandbox = useIsSandbox();
  const clock = useClock();
  if (!sandbox) return null;
  return (
    <aside className={s.sandbox} aria-label="Sandbox">
      <IconFlask2 size={16} stroke={1.6} aria-hidden="true" />
      <strong>Sandbox</strong>
      <span className={`${s.promise} cut`}>Nothing leaves this machine.</span>
      <A className={`${s.sandboxTime} num cut`} href={paths.sandbox} title="Open the time machine">
        <IconClock size={14} stroke={1.75} aria-hidden="true" />
        {fullTime(clock.now, clock.zone)}
        {clock.rate > 1 ? <span className="quiet">×{clock.rate}</span> : null}
        <span className={`${s.promise} second`}>{ahead(clock.aheadMs)}</span>
      </A>
    </aside>
  );
}

function ahead(ms: number): string {
  if (ms < 60_000) return "your clock";
  const days = Math.round(ms / 86_400_000);
  if (days >= 1) return `${plural(days, "day", "days")} ahead of your clock`;
  return `${span(new Date(0), new Date(ms))} ahead of your clock`;
}

/** The line is broken: what is shown stays readable and says its age. */
export function LostStrip() {
  const { state, lostAt } = useLive();
  const { now } = useClock();
  if (state !== "lost" || lostAt === null) return null;
  const age = span(new Date(lostAt), new Date(Math.max(lostAt, Date.now())));
  void now;
  return (
    <aside aria-label="Connection">
      <Strip>
        Live connection lost{age === "now" ? "" : ` ${age} ago`}. Looking for it again; lists are refreshed every 5 s
        meanwhile.
      </Strip>
    </aside>
  );
}
