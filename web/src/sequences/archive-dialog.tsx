import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button, Modal } from "@mantine/core";
import { plural } from "../ui/numbers.ts";
import s from "./sequences.module.css";

interface ArchiveDialogProps {
  rows: readonly Sequence[];
  onArchive: () => void;
  onPause: () => void;
  onClose: () => void;
}

/**
 * Asks, because nothing takes it back: people are stopped for good. Doing it ten seconds later instead would let mails
 * leave that somebody believes stopped, and would never happen where the page is closed meanwhile.
 */
export function ArchiveDialog({ rows, onArchive, onPause, onClose }: ArchiveDialogProps) {
  const people = rows.reduce((sum, row) => sum + (row.stats ? row.stats.active + row.stats.paused : 0), 0);
  const running = rows.filter((row) => row.status === "active");
  const what = rows.length === 1 ? rows[0]?.name : plural(rows.length, "sequence", "sequences");
  return (
    <Modal opened onClose={onClose} title={<span dir="auto">Archive {what}</span>} size={440}>
      <p>
        {people > 0
          ? `${plural(people, "person is", "people are")} stopped, and their waiting mails are canceled.`
          : "Nobody is in it, so nobody is stopped."}{" "}
        <span className="second">Links in mails that were sent live on. This cannot be taken back.</span>
      </p>
      {running.length > 0 ? (
        <p className="second" style={{ paddingTop: 8 }}>
          Pausing stops the mails, too, and everybody keeps their place.
        </p>
      ) : null}
      <div className={s.dialogFoot}>
        <Button onClick={onClose}>Cancel</Button>
        {running.length > 0 ? <Button onClick={onPause}>Pause instead</Button> : null}
        <Button className={s.danger} onClick={onArchive}>
          {rows.length === 1 ? "Archive it" : `Archive ${plural(rows.length, "sequence", "sequences")}`}
        </Button>
      </div>
    </Modal>
  );
}
