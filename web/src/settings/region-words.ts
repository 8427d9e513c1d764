const parts: Readonly<Record<string, string>> = {
  "DE-BB": "Brandenburg",
  "DE-BE": "Berlin",
  "DE-BW": "Baden-Württemberg",
  "DE-BY": "Bavaria",
  "DE-HB": "Bremen",
  "DE-HE": "Hesse",
  "DE-HH": "Hamburg",
  "DE-MV": "Mecklenburg-Vorpommern",
  "DE-NI": "Lower Saxony",
  "DE-NW": "North Rhine-Westphalia",
  "DE-RP": "Rhineland-Palatinate",
  "DE-SH": "Schleswig-Holstein",
  "DE-SL": "Saarland",
  "DE-SN": "Saxony",
  "DE-ST": "Saxony-Anhalt",
  "DE-TH": "Thuringia",
  "GB-ENG": "England",
  "GB-NIR": "Northern Ireland",
  "GB-SCT": "Scotland",
  "GB-WLS": "Wales",
};

const countries = new Intl.DisplayNames(["en"], { type: "region" });

/** `Germany`; `Germany, Bavaria`. */
export function regionName(code: string): string {
  const country = countries.of(code.slice(0, 2)) ?? code;
  return code.length === 2 ? country : `${country}, ${parts[code] ?? code.slice(3)}`;
}
