import { viewOf } from "./kinds/index.ts";
import s from "./new-sequence.module.css";
import type { Preset, PresetStep } from "./presets/index.ts";
import { paragraphsOf, partsOf } from "./variables.ts";
import { delayWords } from "./words.ts";

/** Every step of a preset as people will meet it: when, what kind, and its words. */
export function PresetPreview({ preset }: { preset: Preset }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (axe scrollable-region-focusable)
    <section className={s.preview} aria-label={`What ${preset.title} sends`} tabIndex={0}>
      <ol>
        {preset.steps.map((step, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the position is the step
          <li key={at}>
            <StepPreview step={step} first={at === 0} />
          </li>
        ))}
      </ol>
      <p className={s.stops}>It stops for each person the moment they answer, and skips weekends.</p>
    </section>
  );
}

function StepPreview({ step, first }: { step: PresetStep; first: boolean }) {
  const { Icon, name } = viewOf(step.type ?? "email");
  const { subject, htmlContent, title, notes } = step.content ?? {};
  const isMail = (step.type ?? "email") === "email";
  return (
    <>
      <div className={s.when}>
        <Icon size={16} stroke={1.6} aria-label={name} />
        <b>{whenWords(step, first)}</b>
        {isMail ? null : <span>{name}, by hand</span>}
        {step.tracking?.opens === false ? <span>opens and clicks are not counted</span> : null}
      </div>
      <h3>{isMail ? <Subject text={subject ?? null} first={first} /> : <Words text={title ?? name} />}</h3>
      {(isMail ? paragraphsOf(htmlContent ?? "") : [notes ?? ""]).map((each) => (
        <p key={each}>
          <Words text={each} />
        </p>
      ))}
    </>
  );
}

function Subject({ text, first }: { text: string | null; first: boolean }) {
  if (text) return <Words text={text} />;
  return <span>{first ? "No subject yet" : "Reply in the same thread"}</span>;
}

function whenWords({ delay }: PresetStep, first: boolean): string {
  if (first) return "Once enrolled";
  const isAtOnce = !delay || ("value" in delay && delay.value === 0);
  return isAtOnce ? "At once" : `${delayWords(delay)} later`;
}

function Words({ text }: { text: string }) {
  return partsOf(text).map((part, at) =>
    "words" in part ? (
      part.words
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the same variable may come twice; its place is what it is
      <span key={at} className={s.variable}>
        {part.variable}
        {part.fallback ? <i>or “{part.fallback}”</i> : null}
      </span>
    ),
  );
}
