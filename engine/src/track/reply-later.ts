import { civilOf, type EpochDay, epochDayOf, isoFromEpochDay } from "../base/index.ts";
import { findReturnDay, monthName, monthOf } from "./inbound-dates.ts";

/** Numbers as they are written out, in English, German, Spanish, French and Portuguese. */
const numbers: readonly string[] = [
  "an?|one|ein(?:em|en|er|e)?|une?|uno?|uma?",
  "two|zwei|dos|deux|dois|duas|(?:a )?couple(?: of)?",
  "three|drei|tres|trois|três|(?:a )?few",
  "four|vier|cuatro|quatre|quatro",
  "five|fünf|cinco|cinq",
  "six|sechs|seis",
  "seven|sieben|siete|sept|sete",
  "eight|acht|ocho|huit|oito",
];
const number = String.raw`(\d{1,2}|${numbers.join("|")})`;
const unit = String.raw`(days?|tag\p{L}*|días?|jours?|dias?|weeks?|woche\p{L}*|semanas?|semaines?|months?|monat\p{L}*|mes(?:es)?|mois|m[eê]s(?:es)?|years?|jahr\p{L}*|años?|ans?|anos?)`;
const elapsed = new RegExp(
  String.raw`(?<!\p{L})(?:in|within|after|dentro de|en|dans|em|daqui a|nach)\s+(?:about |around |etwa |ungefähr |unos |unas |environ |cerca de |umas? |uns )?${number}\s+${unit}(?!\p{L})`,
  "iu",
);
const nextUnit =
  /(?<!\p{L})(?:next|nächste[nsmr]?|kommende[nsmr]?|próxim[oa]|prochaine?)\s+(week|woche|semana|semaine|month|monat|mes|mois|mês|quarter|quartal|trimestre|year|jahr|año|année|ano)|(week|semaine|month|mois|quarter|trimestre|année) prochaine?|(semana|mes|año) que viene/iu;
const inMonth = new RegExp(
  String.raw`(?<!\p{L})(?:in|im|en|em|after|nach|until|bis|hasta|jusqu'en|até|before|of|de|d'|januar|ab|from)\s+(${monthName})(?!\p{L})`,
  "iu",
);

/**
 * The day from which somebody wants to hear from us again, as they say it (ISO date); null where they name none. A month
 * or a quarter begins on its first day; a day that is named beats both.
 */
export function findLaterDay(text: string, today: EpochDay): string | null {
  const said = text.slice(0, 5_000).normalize("NFC").replace(/[’‘]/g, "'");
  const after = elapsedDay(said, today) ?? nextUnitDay(said, today);
  if (after !== null) return isoFromEpochDay(after);
  const named = findReturnDay(said, today);
  if (named !== null) return named;
  const month = inMonth.exec(said)?.[1]?.toLowerCase();
  return month === undefined ? null : isoFromEpochDay(nextMonth(monthOf.get(month) ?? 1, today));
}

function elapsedDay(said: string, today: EpochDay): EpochDay | null {
  const [, written, name] = elapsed.exec(said) ?? [];
  if (written === undefined || name === undefined) return null;
  const spelled = numbers.findIndex((words) => new RegExp(`^(?:${words})$`, "iu").test(written)) + 1;
  return addUnits(today, spelled === 0 ? Number(written) : spelled, name);
}

function addUnits(today: EpochDay, count: number, name: string): EpochDay {
  if (/^(?:w|sem)/iu.test(name)) return today + 7 * count;
  if (/^(?:d|tag|jour)/iu.test(name)) return today + count;
  const months = /^(?:y|jahr|a)/iu.test(name) ? 12 * count : count;
  return today + Math.round(months * 30.44);
}

function nextUnitDay(said: string, today: EpochDay): EpochDay | null {
  const match = nextUnit.exec(said);
  const name = match?.slice(1).find((each) => each !== undefined);
  if (name === undefined) return null;
  const { year, month } = civilOf(today);
  if (/^(?:w|sem)/iu.test(name)) return today + 7;
  if (/^m/iu.test(name)) return firstOf(year, month + 1);
  if (/^(?:q|tri)/iu.test(name)) return firstOf(year, (Math.floor((month - 1) / 3) + 1) * 3 + 1);
  return firstOf(year + 1, 1);
}

function nextMonth(month: number, today: EpochDay): EpochDay {
  const now = civilOf(today);
  return firstOf(month > now.month ? now.year : now.year + 1, month);
}

function firstOf(year: number, month: number): EpochDay {
  return month > 12 ? epochDayOf(year + 1, month - 12, 1) : epochDayOf(year, month, 1);
}
