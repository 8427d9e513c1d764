import { describe, expect, test } from "vitest";
import { epochDayOf } from "../base/index.ts";
import { findReturnDay } from "./inbound-dates.ts";

/** A Sunday. */
const today = epochDayOf(2026, 11, 22);

describe("the day somebody is back", () => {
  test.each([
    ["I am out of the office and will be back on 2026-12-03.", "2026-12-03"],
    ["I'm away until December 3rd, 2026 with no access to mail.", "2026-12-03"],
    ["I will return on Thursday, 3 December.", "2026-12-03"],
    ["Out from 12/20/2026 to 1/4/2027.", "2027-01-04"],
    ["I will be traveling for work on December 10-31. During that time …", "2026-12-31"],
    ["I'm out Monday and back Tuesday. Call 555 0199 if it burns.", "2026-11-24"],
    ["On leave since 10 November 2026, returning 5 January 2027.", "2027-01-05"],
    ["Back on Jan 4! I read mail again from Jan 11.", "2027-01-04"],
    ["I am out of the office. I will be back tomorrow.", "2026-11-23"],
    ["ich bin zurzeit nicht im Büro und ab 3. Dezember 2026 wieder erreichbar.", "2026-12-03"],
    ["Ich bin vom 23.11. bis einschließlich 04.12.2026 im Urlaub.", "2026-12-04"],
    ["Ich bin bis zum 4.1. nicht da.", "2027-01-04"],
    ["Ich bin ab Montag, den 30.11.2026, wieder für Sie da.", "2026-11-30"],
    ["Estoy fuera de la oficina y volveré el 3 de diciembre de 2026.", "2026-12-03"],
    ["Estaré ausente del 23/11/2026 al 03/12/2026.", "2026-12-03"],
    ["De vuelta el lunes.", "2026-11-23"],
    ["Je suis absent du bureau et serai de retour le 3 décembre 2026.", "2026-12-03"],
    ["Absente jusqu'au 1er décembre inclus.", "2026-12-01"],
    ["Je suis en congés du 24/12 au 02/01/2027.", "2027-01-02"],
    ["sono fuori ufficio e rientrerò il 3 dicembre 2026", "2026-12-03"],
    ["Estou fora do escritório e volto em 3 de dezembro de 2026", "2026-12-03"],
    ["我目前不在办公室，将于2026年12月3日返回。", "2026-12-03"],
  ])("is read from %j", (text, day) => {
    expect(findReturnDay(text, today)).toBe(day);
  });

  test.each([
    "I get a lot of mail and answer slowly. Call +49 30 1234 5678 or 10.0.0.1.",
    "I was away until 3 November 2026.",
    "Our founder started this company on 4 July 1999.",
    "The office opens at 9:00 and closes at 17:30.",
    "February 31 never comes.",
    "",
  ])("is unknown in %j", (text) => {
    expect(findReturnDay(text, today)).toBeNull();
  });

  test("a month without a year means the next one, over the turn of the year too", () => {
    expect(findReturnDay("Back on 2 January.", epochDayOf(2026, 12, 30))).toBe("2027-01-02");
    expect(findReturnDay("Back on 30 December.", epochDayOf(2027, 1, 2))).toBeNull();
  });

  test("a text made to be slow is read in time", () => {
    const started = performance.now();
    findReturnDay("until 1 ".repeat(50_000), today);
    findReturnDay("back ".repeat(50_000) + "3.".repeat(50_000), today);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
