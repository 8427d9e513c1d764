import { MINUTE_MS, nextFloat, type Random, SECOND_MS } from "@haste/engine/base";
import { everyLink } from "../acts/click.ts";
import type { ActDetail } from "../queries/acts.ts";
import type { Front } from "./persona.ts";

/** What a machine does with a mail, so long after its delivery. */
interface MachineAct {
  readonly kind: "open" | "click";
  readonly detail: ActDetail;
  readonly afterMs: number;
}

/** What stands in front of a mailbox does with each mail by itself, whatever the hour and whoever reads. */
export function actsOfFront(front: Front, random: Random): readonly MachineAct[] {
  return machines[front](random);
}

/** A mail with more links than this is not walked to its end by the patient scanner. */
const mostWalked = 4;

const machines: Readonly<Record<Front, (random: Random) => readonly MachineAct[]>> = {
  none: () => [],
  /** Its proxy fetches when the person reads, and never before. */
  gmail: () => [],
  /**
   * Mail Privacy Protection loads the pictures in the background, read or not.
   * @see https://support.apple.com/guide/iphone/iphf084865c7/ios
   */
  apple(random) {
    return [{ kind: "open", detail: { as: "prefetch" }, afterMs: between(random, 6, 90) * SECOND_MS }];
  },
  /**
   * A gateway that says who it is and walks the mail before it is delivered.
   * @see https://github.com/mautic/mautic/issues/16263
   */
  scanner(random) {
    const afterMs = Math.round(between(random, 1, 6) * SECOND_MS);
    return [
      { kind: "open", detail: { as: "scanner" }, afterMs },
      { kind: "click", detail: { as: "scanner", link: everyLink }, afterMs: afterMs + SECOND_MS },
    ];
  },
  /**
   * Microsoft's SafeLinks loads a mail in a whole browser, pictures and links, some seconds after it came, and looks again
   * when somebody clicks (`lookAgainMs`).
   * @see https://github.com/gophish/gophish/issues/2646 and issues/2446
   */
  safelinks(random) {
    const afterMs = Math.round(between(random, 2, 40) * SECOND_MS);
    const who = { as: "scanner", scanner: "safelinks" } as const;
    return [
      { kind: "open", detail: who, afterMs },
      { kind: "click", detail: { ...who, link: everyLink }, afterMs: afterMs + SECOND_MS },
    ];
  },
  mimecast: (random) => [headsThenLinks(random, "mimecast")],
  proofpoint: (random) => [headsThenLinks(random, "proofpoint")],
  /**
   * Comes when the others are long done, under an old browser's name, and takes its time between two links. Reported is
   * that they come late and as old browsers; the pace is our guess.
   * @see https://github.com/gophish/gophish/issues/2357
   */
  "patient-scanner"(random) {
    const who = { as: "scanner", scanner: "patient" } as const;
    let afterMs = Math.round(between(random, 4, 15) * MINUTE_MS);
    const acts: MachineAct[] = [{ kind: "open", detail: who, afterMs }];
    for (let place = 0; place < mostWalked; place += 1) {
      afterMs += Math.round(between(random, 12, 30) * SECOND_MS);
      acts.push({ kind: "click", detail: { ...who, place }, afterMs });
    }
    return acts;
  },
};

/**
 * Each link's head and then its body, all within seconds and without a look at the pictures. That gateways of these names
 * follow all links at delivery, and that much of such traffic is HEAD, is reported; that both are true of both is our guess.
 * @see https://github.com/mautic/mautic/issues/16263 and https://github.com/civicrm/civicrm-core/pull/35328
 */
function headsThenLinks(random: Random, scanner: "mimecast" | "proofpoint"): MachineAct {
  const afterMs = Math.round(between(random, 2, 30) * SECOND_MS);
  return { kind: "click", detail: { as: "scanner", scanner, link: everyLink }, afterMs };
}

/**
 * SafeLinks asks for what a person just clicked, from another network and another system than theirs; one report has it 12 s
 * after the click, mostly it is sooner.
 * @see https://github.com/resend/resend-node/issues/901
 */
export function lookAgainMs(random: Random): number {
  return Math.round(between(random, 0.4, 4) * SECOND_MS);
}

export function between(random: Random, low: number, high: number): number {
  return low + nextFloat(random) * (high - low);
}
