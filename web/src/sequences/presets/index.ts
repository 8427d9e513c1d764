import { coldFounders, coldOperations } from "./cold.ts";
import { mail, type Preset } from "./preset.ts";
import { afterEvent, afterMeeting, inboundLead, lastTouch, quietCustomer, referral } from "./warm.ts";

export type { Preset, PresetStep } from "./preset.ts";

/** For those who know what they want to write. */
export const blank: Preset = {
  id: "blank",
  title: "Blank",
  text: "One empty mail to start from",
  steps: [{ ...mail({ says: [] }), content: {} }],
};

/** Eight sequences that could leave today, in the order in which a relation usually goes. */
export const presets: readonly [Preset, ...Preset[]] = [
  coldFounders,
  coldOperations,
  inboundLead,
  afterEvent,
  afterMeeting,
  quietCustomer,
  referral,
  lastTouch,
];
