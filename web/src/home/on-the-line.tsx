import type { Home } from "@haste/contract/nouns/home";
import { useTimes } from "../app/clock.tsx";
import { count } from "../ui/numbers.ts";
import { Section } from "../ui/page.tsx";
import { LineStages } from "../ui/status/line.tsx";

/** The seven stages with what stands in each now. */
export function OnTheLine({ line, today }: { line: Home["line"]; today: Home["today"] }) {
  const times = useTimes();
  const busy = (n: number) => (n > 0 ? 1 : 0);
  const allOfToday = today.sent + today.planned;
  return (
    <Section title="On the line now" aside="Every mail is in exactly one place">
      <LineStages
        cells={[
          { name: "Enroll", figure: count(line.enroll), hint: "since midnight", share: busy(line.enroll) },
          { name: "Schedule", figure: count(line.schedule), hint: "next 14 days", share: busy(line.schedule) },
          { name: "Render", figure: count(line.render), hint: "being written", share: busy(line.render) },
          {
            name: "Send",
            figure: count(line.send),
            hint: "at a server now",
            share: allOfToday > 0 ? today.sent / allOfToday : 0,
          },
          { name: "Track", figure: count(line.track), hint: "sent, watched", share: busy(line.track) },
          { name: "React", figure: count(line.react), hint: "moved by a reply", share: busy(line.react) },
          { name: "Report", figure: times.time(line.report), hint: "fresh until", share: line.report ? 1 : 0 },
        ]}
      />
    </Section>
  );
}
