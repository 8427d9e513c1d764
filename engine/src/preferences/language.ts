/** The languages in which recipients are spoken to. */
export const languages = ["en", "de", "es", "fr", "pt"] as const;
export type Language = (typeof languages)[number];

export interface LanguageHints {
  /** What the contact's own field says, as people write it: "de", "de-AT", "pt_BR". */
  readonly contact: string | null;
  /** The header of the browser (RFC 9110 §12.5.4). */
  readonly accepted: string | null;
  readonly zone: string | null;
}

/**
 * What a person is spoken to in: what the contact says of them, else what their browser asks for, else what is spoken
 * where they live, else English. The browser comes before the place: it says what they read, not where they are.
 */
export function languageOf({ contact, accepted, zone }: LanguageHints): Language {
  return known(contact ?? "") ?? acceptedLanguage(accepted ?? "") ?? languageOfZone(zone ?? "") ?? "en";
}

function known(tag: string): Language | null {
  const primary = tag.trim().toLowerCase().split(/[-_]/, 1)[0];
  return languages.find((language) => language === primary) ?? null;
}

/** The first of ours by weight, in the order of the header where weights are equal; a weight of 0 is a no. */
function acceptedLanguage(header: string): Language | null {
  const ranges = header
    .slice(0, 500)
    .split(",")
    .slice(0, 20)
    .map((range) => {
      const [tag = "", ...parameters] = range.split(";");
      const weight = parameters.map((one) => /^\s*q\s*=\s*([01](?:\.\d{1,3})?)\s*$/i.exec(one)?.[1]).find(Boolean);
      return { language: known(tag), weight: weight === undefined ? 1 : Number(weight) };
    });
  const ours = ranges.filter(({ language, weight }) => language !== null && weight > 0);
  return ours.toSorted((a, b) => b.weight - a.weight)[0]?.language ?? null;
}

/**
 * Zones by the language most people there read, of the 2025 names of the IANA database; zones of several languages
 * (Zurich, Brussels, Luxembourg, Montreal's "America/Toronto") are left out, because a guess there is often wrong.
 */
const zonesOf: Readonly<Record<Exclude<Language, "en">, RegExp>> = {
  de: /^Europe\/(?:Berlin|Busingen|Vienna|Vaduz)$/,
  es: /^(?:Europe\/Madrid|Africa\/Ceuta|Atlantic\/Canary|America\/(?:Argentina\/.+|Asuncion|Bogota|Buenos_Aires|Cancun|Caracas|Chihuahua|Ciudad_Juarez|Costa_Rica|El_Salvador|Guatemala|Guayaquil|Havana|Hermosillo|La_Paz|Lima|Managua|Mazatlan|Merida|Mexico_City|Monterrey|Montevideo|Panama|Punta_Arenas|Santiago|Santo_Domingo|Tegucigalpa|Tijuana))$/,
  fr: /^(?:Europe\/(?:Paris|Monaco)|America\/(?:Cayenne|Guadeloupe|Martinique)|Indian\/(?:Reunion|Mayotte)|Africa\/(?:Abidjan|Dakar|Libreville))$/,
  pt: /^(?:Europe\/Lisbon|Atlantic\/(?:Azores|Madeira|Cape_Verde)|America\/(?:Araguaina|Bahia|Belem|Boa_Vista|Campo_Grande|Cuiaba|Eirunepe|Fortaleza|Maceio|Manaus|Noronha|Porto_Velho|Recife|Rio_Branco|Santarem|Sao_Paulo)|Africa\/(?:Luanda|Maputo))$/,
};

function languageOfZone(zone: string): Language | null {
  return languages.find((language) => language !== "en" && zonesOf[language].test(zone)) ?? null;
}
