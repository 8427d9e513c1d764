import type { Sequence, SequenceVersion } from "@haste/contract/nouns/sequences";
import { Button, Modal } from "@mantine/core";
import { useTimes } from "../../app/clock.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { useUrlState } from "../../ui/use-url-state.ts";
import { Compared } from "./compared.tsx";
import { versionWords } from "./standing-words.ts";
import { useRevert } from "./use-revert.ts";
import { useVersions } from "./version-queries.ts";
import s from "./versions.module.css";

/** What was published, who is on the way by it, what differs between any two, and the way back. */
export function VersionsDialog({ sequence, onClose }: { sequence: Sequence; onClose: () => void }) {
  const versions = useVersions(sequence);
  const rows = versions.data?.data ?? [];
  return (
    <Modal opened onClose={onClose} title="Versions" size={860}>
      {versions.error ? <ErrorState error={versions.error} retry={() => void versions.refetch()} /> : null}
      {versions.isPending ? <SkeletonRows rows={4} /> : null}
      {rows.length > 0 ? <Body sequence={sequence} rows={rows} /> : null}
    </Modal>
  );
}

const DRAFT = "draft";

function Body({ sequence, rows }: { sequence: Sequence; rows: readonly SequenceVersion[] }) {
  const [url, setUrl] = useUrlState();
  const { publishedVersion, hasUnpublishedChanges } = sequence;
  const present = publishedVersion ?? 1;
  const { revert, error } = useRevert(sequence);
  const [to, from] = sidesOf(url, { present, hasDraft: hasUnpublishedChanges });
  const compare = (sides: { from?: number; to?: number | null }) =>
    setUrl(
      {
        ...(sides.from === undefined ? {} : { from: `${sides.from}` }),
        ...(sides.to === undefined ? {} : { to: sides.to === null ? DRAFT : `${sides.to}` }),
      },
      { replace: true },
    );
  return (
    <>
      {error ? <ErrorState error={error} retry={() => revert.reset()} /> : null}
      <div className={s.body}>
        <ol className={s.versions} aria-label="Published versions" reversed>
          {rows.map((row) => (
            <li key={row.version} aria-current={row.version === to || undefined}>
              <Row
                row={row}
                isPresent={row.version === present}
                onShow={() => compare({ to: row.version, from: Math.max(1, row.version - 1) })}
              />
              {row.version === present && !hasUnpublishedChanges ? null : (
                <Button
                  size="xs"
                  loading={revert.isPending && revert.variables === row.version}
                  disabled={revert.isPending || sequence.archivedAt !== null}
                  onClick={() => revert.mutate(row.version)}
                >
                  {row.version === present ? "Give up the draft" : `Go back to version ${row.version}`}
                </Button>
              )}
            </li>
          ))}
        </ol>
        <Compared sequence={sequence} rows={rows} from={from} to={to} onCompare={compare} />
      </div>
      <p className={s.note}>
        Going back publishes that version once more and takes everybody along, each at the step they stand before.
        {hasUnpublishedChanges ? " What the draft has unpublished is given up." : ""}
      </p>
    </>
  );
}

/** Which two are compared: what the address says, else what would be published, else what the last version changed. */
function sidesOf(
  url: Record<string, string>,
  { present, hasDraft }: { present: number; hasDraft: boolean },
): [to: number | null, from: number] {
  const told = Number(url.to) || (url.to === DRAFT || hasDraft ? null : present);
  const to = url.to === undefined && hasDraft ? null : told;
  return [to, Number(url.from) || (to === null ? present : Math.max(1, to - 1))];
}

function Row({ row, isPresent, onShow }: { row: SequenceVersion; isPresent: boolean; onShow: () => void }) {
  const times = useTimes();
  return (
    <button type="button" className={s.version} onClick={onShow}>
      <span>
        <b>Version {row.version}</b> {isPresent ? <span className={s.present}>runs now</span> : null}
        <time dateTime={row.publishedAt}>{times.when(row.publishedAt)}</time>
      </span>
      <span>{row.diff?.sentence ?? "The first one."}</span>
      <small>{versionWords(row)}</small>
    </button>
  );
}
