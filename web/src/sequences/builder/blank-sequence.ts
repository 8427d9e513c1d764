import type { Sequence } from "@haste/contract/nouns/sequences";

/** What the builder stands on before there is a sequence: the defaults of a new one. */
export const blankSequence: Sequence = {
  id: "",
  name: "",
  description: null,
  status: "draft",
  statusReason: null,
  settings: {
    timezone: "UTC",
    timezoneMode: "contact",
    sendingDays: ["mon", "tue", "wed", "thu", "fri"],
    sendingHours: { start: "09:00", end: "17:00" },
    sendingWindows: null,
    replyHandling: "stop",
    bounceHandling: "stop",
    tracking: { opens: true, clicks: true },
    reEntry: "never",
    intake: { perDay: null, perCompanyPerDay: null },
    cooldownDays: 0,
    holidayCalendarId: null,
  },
  steps: [],
  publishedVersion: null,
  hasUnpublishedChanges: false,
  archivedAt: null,
  endsAt: null,
  closedAt: null,
  version: 0,
  createdAt: new Date(0).toISOString(),
  updatedAt: new Date(0).toISOString(),
  createdBy: null,
};
