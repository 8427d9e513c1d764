import type { ReactNode } from "react";
import { Glyph, type GlyphName } from "./glyph.tsx";
import s from "./status.module.css";

interface Look {
  readonly glyph: GlyphName;
  /** Color of the shape; the word takes `text` where it must stay black. */
  readonly color: string;
  readonly text: string;
  readonly word: string;
}

const look = (glyph: GlyphName, color: string, word: string, text = color): Look => ({ glyph, color, text, word });

/** One table of looks per noun; the words are those of the API, spoken as a person says them. */
export const sequenceLooks: Record<string, Look> = {
  draft: look("dashed-ring", "var(--text-3)", "Draft", "var(--text-2)"),
  active: look("dot", "var(--good-fill)", "Active", "var(--text)"),
  /** Runs, but some of its mails wait for a person. */
  stuck: look("bars", "var(--warn-fill)", "Active", "var(--warn)"),
  paused: look("bars", "var(--warn-fill)", "Paused", "var(--warn)"),
  completed: look("ring", "var(--text-3)", "Completed", "var(--text-2)"),
  archived: look("lock", "var(--text-3)", "Archived", "var(--text-2)"),
};

const enrollmentLooks: Record<string, Look> = {
  due: look("ring", "var(--text-3)", "Due", "var(--text)"),
  waiting: look("ring", "var(--accent)", "Waiting"),
  held: look("bars", "var(--warn-fill)", "Held", "var(--warn)"),
  done: look("check", "var(--good)", "Done", "var(--text)"),
  stopped: look("ring", "var(--text-3)", "Stopped", "var(--text-2)"),
};

export const emailLooks: Record<string, Look> = {
  scheduled: look("line", "var(--text-3)", "Scheduled", "var(--text-2)"),
  sending: look("line", "var(--accent)", "Sending", "var(--text)"),
  sent: look("line", "var(--text-2)", "Sent", "var(--text)"),
  delivered: look("line", "var(--text-2)", "Delivered", "var(--text)"),
  bounced: look("diamond", "var(--bad-fill)", "Bounced", "var(--bad)"),
  failed: look("diamond", "var(--bad-fill)", "Failed", "var(--bad)"),
  held: look("bars", "var(--warn-fill)", "Held", "var(--warn)"),
  canceled: look("strike", "var(--text-3)", "Canceled"),
  uncertain: look("dashed-ring", "var(--unsure-fill)", "Uncertain", "var(--unsure)"),
};

const actorLooks: Record<string, Look> = {
  human: look("dot", "var(--v1)", "human", "var(--text-2)"),
  machine: look("hatched", "var(--v2)", "machine", "var(--text-2)"),
  unknown: look("dotted-ring", "var(--text-3)", "unknown", "var(--text-2)"),
};

const missing = look("dotted-ring", "var(--text-3)", "Unknown");

function State({ look, reason, word }: { look: Look; reason?: ReactNode; word?: string | undefined }) {
  return (
    <span className={s.state}>
      <Glyph name={look.glyph} color={look.color} />
      <span
        className={s.word}
        style={{ color: look.text, textDecoration: look.glyph === "strike" ? "line-through" : undefined }}
      >
        {word ?? look.word}
      </span>
      {reason ? (
        <span className={s.reason} title={typeof reason === "string" ? reason : undefined}>
          {reason}
        </span>
      ) : null}
    </span>
  );
}

interface StateProps {
  state: string;
  /** Why it is so, in gray after the word. Every paused, held, failed or stopped thing has one. */
  reason?: ReactNode;
  word?: string | undefined;
}

export function SequenceState({ state, reason, word }: StateProps) {
  return <State look={sequenceLooks[state] ?? missing} reason={reason} word={word} />;
}

export function EnrollmentState({ state, reason, word }: StateProps) {
  return <State look={enrollmentLooks[state] ?? missing} reason={reason} word={word} />;
}

export function EmailState({ state, reason, word }: StateProps) {
  return <State look={emailLooks[state] ?? missing} reason={reason} word={word} />;
}

/** Who caused a signal: human, machine or unknown. Without `word` the name is for screen readers only. */
export function Actor({ actor, word = false }: { actor: string; word?: boolean }) {
  const found = actorLooks[actor] ?? missing;
  return (
    <span className={s.state} style={{ color: "var(--text-2)" }}>
      <Glyph name={found.glyph} color={found.color} />
      <span className={word ? "" : "sr"}>{found.word}</span>
    </span>
  );
}
