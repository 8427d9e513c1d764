import type { Sequence } from "@haste/contract/nouns/sequences";
import s from "./preflight.module.css";
import { PreflightLine } from "./preflight-line.tsx";

/** Under the steps of a draft, which is activated without a dialog; a version that is published has the line in its own. */
export function PreflightFoot({ sequence }: { sequence: Sequence }) {
  const hasMail = sequence.steps.some(({ type }) => type === "email" || type === "branch");
  if (sequence.id === "" || sequence.publishedVersion !== null || sequence.archivedAt || !hasMail) return null;
  return (
    <section className={s.underSteps} aria-label="Pre-flight">
      <PreflightLine sequence={sequence} />
    </section>
  );
}
