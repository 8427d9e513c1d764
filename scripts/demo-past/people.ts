import { nextInt, type Random, randomFrom, seedFrom } from "@haste/engine/base";
import { temperOf } from "../../server/src/catalog/sandbox/index.ts";

/** Somebody who was written to before today, as a row of a CSV file. */
export interface PastPerson {
  readonly email: string;
  readonly row: readonly string[];
}

/** The columns of a row, and the field of a contact each fills. */
export const columns = {
  Email: "email",
  "First name": "firstName",
  "Last name": "lastName",
  "Job title": "title",
  "Time zone": "timezone",
  Company: "companyName",
  "Company domain": "companyDomain",
  Industry: "industry",
  Language: "custom.language",
  City: "custom.city",
} as const;

interface Country {
  readonly language: string;
  readonly zones: readonly (readonly [city: string, zone: string])[];
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly titles: readonly string[];
  readonly ending: readonly string[];
}

const countries: readonly Country[] = [
  {
    language: "en",
    zones: [
      ["Savannah", "America/New_York"],
      ["Baltimore", "America/New_York"],
      ["Memphis", "America/Chicago"],
      ["Houston", "America/Chicago"],
      ["Tacoma", "America/Los_Angeles"],
    ],
    first: [
      "Ruth",
      "Marcus",
      "Elaine",
      "Curtis",
      "Naomi",
      "Grant",
      "Tanya",
      "Wesley",
      "Irene",
      "Dale",
      "Joan",
      "Reggie",
    ],
    last: ["Whitaker", "Delgado", "Pruitt", "Okafor", "Lindqvist", "Barnes", "Holloway", "Cho", "Mercer", "Tillman"],
    titles: ["Yard Manager", "Director of Operations", "Shift Lead", "VP Supply Chain", "Dispatcher", "Buyer"],
    ending: ["Freight", "Cold Storage", "Grain", "Logistics", "Paper"],
  },
  {
    language: "en",
    zones: [
      ["Felixstowe", "Europe/London"],
      ["Hull", "Europe/London"],
      ["Cork", "Europe/Dublin"],
    ],
    first: ["Maeve", "Alistair", "Priya", "Gareth", "Siobhan", "Callum", "Harriet", "Imran", "Nell", "Owen"],
    last: ["Ashworth", "Byrne", "Kaur", "Pritchard", "Fairley", "Doyle", "Mistry", "Lockwood", "Penrose"],
    titles: ["Transport Manager", "Head of Warehousing", "Operations Director", "Planner"],
    ending: ["Haulage", "Shipping", "Foods", "Timber"],
  },
  {
    language: "de",
    zones: [
      ["Hamburg", "Europe/Berlin"],
      ["Duisburg", "Europe/Berlin"],
      ["Linz", "Europe/Vienna"],
    ],
    first: ["Jutta", "Henning", "Sabine", "Torsten", "Anke", "Matthias", "Silke", "Jörg", "Renate", "Kai"],
    last: ["Brandt", "Hölscher", "Petersen", "Wegner", "Krüger", "Lindemann", "Ostermann", "Reimers"],
    titles: ["Leiterin Disposition", "Hofleiter", "Leiter Umschlag", "Einkauf"],
    ending: ["Spedition", "Kühlhaus", "Stahlhandel"],
  },
  {
    language: "fr",
    zones: [
      ["Le Havre", "Europe/Paris"],
      ["Lille", "Europe/Paris"],
      ["Lyon", "Europe/Paris"],
    ],
    first: ["Solène", "Thierry", "Aurélie", "Benoît", "Maud", "Pascal", "Inès", "Gaël"],
    last: ["Carpentier", "Lemoine", "Rousselet", "Garnier", "Delattre", "Vasseur"],
    titles: ["Responsable de quai", "Directrice logistique", "Chef de parc"],
    ending: ["Transports", "Frigo", "Emballages"],
  },
  {
    language: "es",
    zones: [
      ["Valencia", "Europe/Madrid"],
      ["Algeciras", "Europe/Madrid"],
      ["Monterrey", "America/Mexico_City"],
    ],
    first: ["Lucía", "Gonzalo", "Marta", "Rafael", "Pilar", "Esteban", "Nuria", "Iván"],
    last: ["Salcedo", "Ferrer", "Ibáñez", "Romero", "Cordero", "Navas"],
    titles: ["Jefa de patio", "Director de operaciones", "Planificación"],
    ending: ["Logística", "Frío", "Cítricos"],
  },
  {
    language: "pt",
    zones: [
      ["Santos", "America/Sao_Paulo"],
      ["Sines", "Europe/Lisbon"],
    ],
    first: ["Joana", "Rui", "Débora", "Tiago", "Lívia", "Nuno", "Clara"],
    last: ["Azevedo", "Barroso", "Cardoso", "Figueira", "Moura"],
    titles: ["Gerente de Expedição", "Chefe de turno", "Compras"],
    ending: ["Cargas", "Armazéns"],
  },
];

const stems = ["Alder", "Beacon", "Cobalt", "Dovetail", "Ember", "Falcon", "Granite", "Harrow", "Isthmus", "Juniper"];
const furtherStems = ["Kestrel", "Lantern", "Marlin", "Northgate", "Osprey", "Pilot", "Quay", "Riverside", "Sterling"];
const industries = ["Freight", "Cold chain", "Food", "Ports", "Warehousing", "Agriculture", "Paper", "Automotive"];
const perCompany = 4;

/** People who do not exist at companies that do not exist: always the same for the same count. */
export function inventPeople(count: number): PastPerson[] {
  const random = randomFrom(seedFrom("demo past", "people"));
  const people = new Map<string, PastPerson>();
  const companies = [...stems, ...furtherStems].flatMap((stem) => countries.map((country) => ({ stem, country })));
  for (let at = 0; people.size < count; at += 1) {
    const { stem, country } = companies[Math.floor(at / perCompany) % companies.length] ?? must();
    const person = invent(random, stem, country);
    // The live world has somebody who complains; several of so few would have stopped the accounts.
    if (temperOf(person.email) !== "complains") people.set(person.email, person);
    if (at > count * 20) throw new Error("There are not enough names for so many people.");
  }
  return [...people.values()];
}

function invent(random: Random, stem: string, country: Country): PastPerson {
  const [first, last] = [drawn(random, country.first), drawn(random, country.last)];
  const [city, zone] = country.zones[stem.length % country.zones.length] ?? must();
  const ending = country.ending[stem.length % country.ending.length] ?? must();
  const domain = `${plain(stem)}-${plain(ending)}.example`;
  const email = `${plain(first)}.${plain(last)}@${domain}`;
  const industry = industries[(stem.length * 3 + ending.length) % industries.length] ?? must();
  const title = drawn(random, country.titles);
  const company = `${stem} ${ending}`;
  return { email, row: [email, first, last, title, zone, company, domain, industry, country.language, city] };
}

function drawn(random: Random, items: readonly string[]): string {
  return items[nextInt(random, items.length)] ?? must();
}

function plain(name: string): string {
  return name
    .normalize("NFD")
    .replaceAll(/[^A-Za-z]/g, "")
    .toLowerCase();
}

function must(): never {
  throw new Error("A list of the past is empty.");
}
