import { civilOf, type EpochDay, epochDayOf, isoFromEpochDay, weekdayIndexOf } from "../base/index.ts";

/** A day named in a text, and where. */
interface NamedDay {
  readonly day: EpochDay;
  readonly start: number;
  readonly end: number;
}

/** Months as people write them in automatic answers: English, German, Spanish, French, Portuguese, Italian. */
const months: readonly string[] = [
  "january|jan|januar|jänner|jän|enero|ene|janvier|janv|janeiro|gennaio|gen",
  "february|feb|februar|febrero|février|fevrier|févr|fevr|fev|fevereiro|febbraio|febb",
  "march|mar|märz|maerz|mrz|marzo|mars|março|marco",
  "april|apr|abril|abr|avril|avr|aprile",
  "may|mai|mayo|maio|maggio|mag",
  "june|jun|juni|junio|juin|junho|giugno|giu",
  "july|jul|juli|julio|juillet|juil|julho|luglio|lug",
  "august|aug|agosto|ago|août|aout",
  "september|sept|sep|septiembre|septembre|setembro|set|settembre|sett",
  "october|oct|oktober|okt|octubre|octobre|outubro|out|ottobre|ott",
  "november|nov|noviembre|novembre|novembro",
  "december|dec|dezember|dez|diciembre|dic|décembre|decembre|déc|dezembro|dicembre",
];
export const monthOf = new Map(
  months.flatMap((names, index) => names.split("|").map((name) => [name, index + 1] as const)),
);
export const monthName = [...monthOf.keys()].toSorted((a, b) => b.length - a.length).join("|");

const weekdays: readonly string[] = [
  "monday|montag|lunes|lundi|segunda-feira|lunedì",
  "tuesday|dienstag|martes|mardi|terça-feira|martedì",
  "wednesday|mittwoch|miércoles|mercredi|quarta-feira|mercoledì",
  "thursday|donnerstag|jueves|jeudi|quinta-feira|giovedì",
  "friday|freitag|viernes|vendredi|sexta-feira|venerdì",
  "saturday|samstag|sonnabend|sábado|samedi|sabato",
  "sunday|sonntag|domingo|dimanche|domenica",
];
const weekdayNamed = new Map(
  weekdays.flatMap((names, index) => names.split("|").map((name) => [name, index] as const)),
);
const weekdayName = [...weekdayNamed.keys()].join("|");

const dayNumber = String.raw`(\d{1,2})(?:st|nd|rd|th|er|º|°|ª|\.)?`;
const year = String.raw`(\d{4}|'?\d{2}(?!\d|:|\s*(?:uhr|h\b|am\b|pm\b)))`;

/** The forms, each with how its groups make a day. Order matters only where two would match at one place. */
const forms: readonly {
  readonly pattern: RegExp;
  readonly read: (groups: string[], today: EpochDay) => EpochDay | null;
}[] = [
  // 2026-12-03, 2026/12/03, 2026.12.03, 2026年12月3日
  {
    pattern: /(?<!\d)(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)/gu,
    read: ([y, m, d]) => civil(Number(y), Number(m), Number(d)),
  },
  // 3 December 2026, 3. Dezember, 3 de diciembre de 2026, 1er janvier
  {
    pattern: new RegExp(
      String.raw`(?<!\d)${dayNumber}\s*(?:of\s+|de\s+|d')?(${monthName})\b\.?(?:,?\s*(?:de\s+|del\s+)?${year})?`,
      "giu",
    ),
    read: ([d, m, y], today) => withYear(y, monthOf.get(m?.toLowerCase() ?? ""), Number(d), today),
  },
  // December 3rd, 2026; and the end of "July 10-31"
  {
    pattern: new RegExp(
      String.raw`(?<!\p{L})(${monthName})\b\.?\s+(?:\d{1,2}(?:st|nd|rd|th)?\s*(?:-|–|—|to|through|until|till)\s*)?${dayNumber}(?![\d:.]\d)(?:,?\s*${year})?`,
      "giu",
    ),
    read: ([m, d, y], today) => withYear(y, monthOf.get(m?.toLowerCase() ?? ""), Number(d), today),
  },
  // 03.12.2026, 3.12., 3.12.26: dots put the day first
  {
    pattern: /(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4}|\d{2})(?![\d:.]))?(?!\d)/gu,
    read: ([d, m, y], today) => withYear(y, Number(m), Number(d), today),
  },
  // 03/12/2026, 12/3, 3-12-2026: day or month first, decided by what is possible and near
  {
    pattern: /(?<![\d/.-])(\d{1,2})([/-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?![\d/-])/gu,
    read: ([a, separator, b, y], today) =>
      separator === "-" && y === undefined ? null : eitherOrder(Number(a), Number(b), y, today),
  },
];

/** Nobody sets an automatic answer for longer; a later date is something else. */
const longestAbsenceDays = 400;

/**
 * Words before a date that say what it is. `back` is the return; `until` the end of the absence. In that order, because
 * "until Friday, back on Monday" means Monday.
 */
const cues: readonly RegExp[] = [
  /\b(?:back|return(?:s|ing)?|available again|reachable again|resume|wieder|zurück|zurueck|rückkehr|erreichbar ab|regreso|volver[éáa]|vuelvo|vuelta|regresar[éáa]?|reincorpor\p{L}*|retour|reviens|reviendrai|rentre(?:rai)?|reprendr\p{L}+|volto|voltarei|retorn\p{L}+|regresso|torno|tornerò|rientr\p{L}+|ritorno)(?!\p{L})/giu,
  /\b(?:until|till|til|through|thru|to|bis|einschließlich|hasta|al|jusqu\p{L}*|au|até|a|ao|fino|al)(?!\p{L})|[-–—]\s*$/giu,
];

/** How far before a date its cue may stand, within one sentence. */
const cueReach = 60;

/**
 * The day an automatic answer says its author is back (ISO date), or null where it names none that can be one. Reads
 * English, German, Spanish and French, and the dates of a few neighbors.
 *
 * @param today the reader's day, which decides years that are left out, weekdays and "tomorrow"
 */
export function findReturnDay(text: string, today: EpochDay): string | null {
  const searched = text.slice(0, 10_000).normalize("NFC");
  const days = namedDays(searched, today).filter(({ day }) => day >= today && day - today <= longestAbsenceDays);
  for (const [index, cue] of cues.entries()) {
    const cued = days.filter((named) => hasCue(searched, named, cue));
    const [first] = cued;
    if (first === undefined) continue;
    // A return is said once; of several ends the last one ends the absence.
    return isoFromEpochDay(index === 0 ? first.day : Math.max(...cued.map(({ day }) => day)));
  }
  return days.length === 0 ? null : isoFromEpochDay(Math.max(...days.map(({ day }) => day)));
}

function hasCue(text: string, { start }: NamedDay, cue: RegExp): boolean {
  const before = text.slice(Math.max(0, start - cueReach), start);
  const sentence = before.slice(lastSentenceEnd(before));
  return [...sentence.matchAll(cue)].length > 0;
}

/** A dot after a number or a short word is no end: "3. Dezember", "approx. 3 May". */
function lastSentenceEnd(text: string): number {
  const ends = [...text.matchAll(/(?:[\p{L})]{3,}[.!?]|\n\s*\n)\s/gu)];
  const last = ends.at(-1);
  return last === undefined ? 0 : last.index + last[0].length;
}

function namedDays(text: string, today: EpochDay): NamedDay[] {
  const found: NamedDay[] = [];
  for (const { pattern, read } of forms) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (found.some((known) => start < known.end && end > known.start)) continue;
      const day = read(match.slice(1), today);
      if (day !== null) found.push({ day, start, end });
    }
  }
  return [...found, ...spokenDays(text, today, found)].toSorted((a, b) => a.start - b.start);
}

/** "back on Monday", "bis morgen": only where no written date stands beside it. */
function spokenDays(text: string, today: EpochDay, written: readonly NamedDay[]): NamedDay[] {
  const pattern = new RegExp(
    String.raw`(?<!\p{L})(?:(${weekdayName})|(tomorrow|morgen|mañana|demain))(?!\p{L})`,
    "giu",
  );
  return [...text.matchAll(pattern)].flatMap((match) => {
    const start = match.index;
    const end = start + match[0].length;
    if (written.some((known) => known.start - end < 15 && known.start >= start)) return [];
    const weekday = weekdayNamed.get(match[1]?.toLowerCase() ?? "");
    const named = { start, end, day: weekday === undefined ? today + 1 : nextWeekday(weekday, today) };
    return cues.some((cue) => hasCue(text, named, cue)) ? [named] : [];
  });
}

function nextWeekday(weekday: number, today: EpochDay): EpochDay {
  return today + ((weekday - weekdayIndexOf(today) + 6) % 7) + 1;
}

function eitherOrder(a: number, b: number, written: string | undefined, today: EpochDay): EpochDay | null {
  const dayFirst = withYear(written, b, a, today);
  const monthFirst = withYear(written, a, b, today);
  const possible = [dayFirst, monthFirst].filter((day) => day !== null && day >= today);
  return possible.length === 0 ? (dayFirst ?? monthFirst) : Math.min(...(possible as EpochDay[]));
}

/** A date without a year is the nearest one. */
function withYear(
  written: string | undefined,
  month: number | undefined,
  day: number,
  today: EpochDay,
): EpochDay | null {
  if (month === undefined) return null;
  if (written !== undefined) {
    const digits = Number(written.replace("'", ""));
    return civil(digits < 100 ? 2000 + digits : digits, month, day);
  }
  const thisYear = civilOf(today).year;
  const candidates = [thisYear - 1, thisYear, thisYear + 1].flatMap((each) => civil(each, month, day) ?? []);
  return candidates.toSorted((a, b) => Math.abs(a - today) - Math.abs(b - today))[0] ?? null;
}

function civil(year: number, month: number, day: number): EpochDay | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  const epochDay = epochDayOf(year, month, day);
  const back = civilOf(epochDay);
  return back.month === month && back.day === day ? epochDay : null;
}
