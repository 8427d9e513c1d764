/** Somebody a mail points to: whom to write to instead, or who stands in. */
export interface NamedPerson {
  readonly name: string | null;
  readonly email: string | null;
}

const address = /[\p{L}\d._%+-]{1,64}@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/giu;
const fullName = /(?<![\p{L}\d])\p{Lu}\p{Ll}[\p{L}'-]*(?: (?:de |da |von |van |di )?\p{Lu}[\p{L}'-]+)+/gu;
const titled =
  /(?<!\p{L})(?:Mr|Mrs|Ms|Mx|Dr|Herrn?|Frau|Sra?|M|Mme|señora?|senhora?|Monsieur|Madame)\.? (\p{Lu}[\p{L}'-]+)/u;
/** Words before a name that say that it is somebody's. */
const introduction =
  /(?:colleague|kolleg\p{L}+|compañer\p{L}+|collègue|colega|assistant\p{L}*|asistente|assistente|boss|chef\p{L}*|jef[ea]|director|directeur|leiter\p{L}*|diretor|successor|nachfolger\p{L}*|sucesora?|contact|speak to|talk to|write to|ask for|an|con|com|à|avec|nach|por|mit|is|ist|es)[,:]?$/iu;

/**
 * The person a mail names beside its author, by address and by name. Only names that stand in the text: an address whose
 * parts spell one says which.
 *
 * @param known addresses of the author and of ours, lower case
 */
export function findPerson(text: string, known: ReadonlySet<string>): NamedPerson | null {
  const said = text.slice(0, 3_000).normalize("NFC");
  const email =
    [...said.matchAll(address)].map(([found]) => found.toLowerCase()).find((each) => !known.has(each)) ?? null;
  const name = nameIn(said.replace(address, " "), email);
  return email === null && name === null ? null : { name, email };
}

function nameIn(said: string, email: string | null): string | null {
  const names = [...said.matchAll(fullName)].map(([found]) => lastTwo(found));
  const parts =
    email
      ?.split("@")[0]
      ?.split(/[^\p{L}]+/u)
      .filter((part) => part.length > 2) ?? [];
  const spelled = names.find((name) => parts.some((part) => fold(name).includes(fold(part))));
  if (spelled !== undefined) return spelled;
  const single = parts.find((part) => new RegExp(`(?<!\\p{L})${part}(?!\\p{L})`, "iu").test(said));
  if (single !== undefined) return `${single.charAt(0).toUpperCase()}${single.slice(1)}`;
  const introduced = [...said.matchAll(fullName)].find(({ 0: run, index }) => {
    const [first = "", ...rest] = run.split(" ");
    return (
      introduction.test(said.slice(Math.max(0, index - 40), index).trimEnd()) ||
      (rest.length > 1 && introduction.test(first))
    );
  });
  return introduced === undefined ? (titled.exec(said)?.[1] ?? null) : lastTwo(introduced[0]);
}

/** Nouns of German and titles of English stand before a name and look like one: "Kollegin Maria Lopez". */
function lastTwo(name: string): string {
  return name.split(" ").slice(-2).join(" ");
}

function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
