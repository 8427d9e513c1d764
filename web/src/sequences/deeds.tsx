import type { Sequence } from "@haste/contract/nouns/sequences";
import { IconArchive, IconCopy, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { api } from "../app/api.ts";
import { plural } from "../ui/numbers.ts";

export type DeedName = "pause" | "activate" | "duplicate" | "archive";

/** Something that can be done to one sequence or to many, by the bar, by the row's menu or by its key. */
export interface Deed {
  readonly label: string;
  readonly icon: ReactNode;
  readonly fits: (row: Sequence) => boolean;
  /** Does it; the answer is what `undo` would be done to, null where nothing takes it back. */
  readonly run: (row: Sequence) => Promise<Sequence | null>;
  readonly undo?: DeedName;
  /** "could not be paused" */
  readonly past: string;
  /** "3 sequences are paused; nothing leaves." */
  readonly said: (done: readonly Sequence[]) => string;
}

const icon = { size: 16, stroke: 1.6 };
const one = (row: Sequence) => ({ params: { id: row.id } });
const subject = (rows: readonly Sequence[]) =>
  rows.length === 1 ? `${rows[0]?.name} is` : `${plural(rows.length, "sequence", "sequences")} are`;

export const deeds: Readonly<Record<DeedName, Deed>> = {
  pause: {
    label: "Pause",
    past: "paused",
    icon: <IconPlayerPause {...icon} />,
    fits: (row) => row.status === "active" && !row.archivedAt,
    run: (row) => api("POST /sequences/:id/pause", { ...one(row), body: {} }),
    undo: "activate",
    said: (rows) => `${subject(rows)} paused; nothing leaves, everybody keeps their place.`,
  },
  activate: {
    label: "Activate",
    past: "activated",
    icon: <IconPlayerPlay {...icon} />,
    fits: (row) => row.status !== "active" && !row.archivedAt,
    run: async (row) => {
      const running = await api("POST /sequences/:id/activate", { ...one(row), body: {} });
      // A draft that was published is no draft again: pausing it would take back something else.
      return row.status === "paused" ? running : null;
    },
    undo: "pause",
    said: (rows) => `${subject(rows)} active.`,
  },
  duplicate: {
    label: "Duplicate",
    past: "duplicated",
    icon: <IconCopy {...icon} />,
    fits: () => true,
    run: (row) => api("POST /sequences/:id/duplicate", { ...one(row), body: {} }),
    undo: "archive",
    said: (rows) =>
      rows.length === 1 ? `${rows[0]?.name} has a copy, as a draft.` : `${subject(rows)} copied, each as a draft.`,
  },
  archive: {
    label: "Archive…",
    past: "archived",
    icon: <IconArchive {...icon} />,
    fits: (row) => !row.archivedAt,
    run: async (row) => {
      await api("DELETE /sequences/:id", one(row));
      return null;
    },
    said: (rows) => `${subject(rows)} archived; what waited was canceled.`,
  },
};
