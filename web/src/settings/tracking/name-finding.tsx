import { Glyph, type GlyphName } from "../../ui/status/glyph.tsx";
import s from "./name-finding.module.css";
import type { TrackingSettings } from "./tracking-queries.ts";

type Finding = NonNullable<TrackingSettings["domain"]>["findings"][number];

const names: Readonly<Record<Finding["kind"], string>> = { tracking: "CNAME record", certificate: "Certificate" };

const looks: Readonly<Record<Finding["state"], { word: string; glyph: GlyphName; color: string }>> = {
  passed: { word: "Good", glyph: "check", color: "var(--good)" },
  warning: { word: "Can be better", glyph: "diamond", color: "var(--warn-fill)" },
  failed: { word: "Fails", glyph: "diamond", color: "var(--bad-fill)" },
  hint: { word: "Not used", glyph: "line", color: "var(--text-3)" },
  unknown: { word: "Not known", glyph: "dotted-ring", color: "var(--text-3)" },
};

/** What was seen of the name, and what to do where it will not do. */
export function NameFinding({ finding: { kind, state, detail, found, fix } }: { finding: Finding }) {
  const look = looks[state];
  return (
    <li className={s.finding}>
      <p className={s.head}>
        <b>{names[kind]}</b>
        <span className={s.state}>
          <Glyph name={look.glyph} color={look.color} />
          {look.word}
        </span>
      </p>
      <p>{detail}</p>
      {found.length > 0 ? (
        <p className="quiet">
          Found <code className="mono">{found.join(", ")}</code>
        </p>
      ) : null}
      {fix ? <p className="second">{fix}</p> : null}
    </li>
  );
}
