import s from "./deliverability.module.css";

/** What a mail carries beside what it should; nothing where it carries nothing and nothing is missed. */
export function FoundAndExpected({ found, expected }: { found: string; expected: string | null }) {
  if (found === "" && expected === null) return null;
  return (
    <dl className={s.record}>
      <dt>Found</dt>
      <dd>{found === "" ? "nothing" : <code>{found}</code>}</dd>
      {expected === null ? null : (
        <>
          <dt>Expected</dt>
          <dd>{expected}</dd>
        </>
      )}
    </dl>
  );
}
