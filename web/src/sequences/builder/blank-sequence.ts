import type { Sequence } from "@haste/contract/nouns/sequences";
import { defaultSettings } from "@haste/engine/sequence";

/** What the builder stands on before there is a sequence: the defaults of a new one. */
export const blankSequence: Sequence = {
  id: "",
  name: "",
  description: null,
  status: "draft",
  statusReason: null,
  settings: { ...defaultSettings, timezone: "UTC" } as Sequence["settings"],
  steps: [],
  publishedVersion: null,
  hasUnpublishedChanges: false,
  endsAt: null,
  closedAt: null,
  archivedAt: null,
  version: 0,
  createdAt: new Date(0).toISOString(),
  updatedAt: new Date(0).toISOString(),
  createdBy: null,
};
