/** Programs by the word that gives them away, most telling first: browsers call themselves each other's names. */
const programs: readonly (readonly [RegExp, string])[] = [
  [/GoogleImageProxy/, "Gmail’s picture proxy"],
  [/YahooMailProxy/, "Yahoo’s picture proxy"],
  [/Thunderbird/, "Thunderbird"],
  [/Microsoft Outlook|MSOffice/, "Outlook"],
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Version\/[\d.]+ .*Safari\//, "Safari"],
  [/AppleWebKit/, "Apple Mail"],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, "an iPhone"],
  [/iPad/, "an iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "a Mac"],
  [/Linux|X11/, "Linux"],
];

/** A User-Agent inside a sentence, as a person would say it: `client · Thunderbird on Linux`. */
export function withAgentNames(sentence: string): string {
  return sentence.replace(/Mozilla\/\d[^·]*/, (agent) => {
    const program = programs.find(([sign]) => sign.test(agent))?.[1];
    const system = systems.find(([sign]) => sign.test(agent))?.[1];
    const said = [program, system].filter(Boolean).join(" on ");
    if (said === "") return agent;
    return agent.endsWith(" ") ? `${said} ` : said;
  });
}
