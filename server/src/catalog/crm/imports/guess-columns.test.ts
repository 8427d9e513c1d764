import { describe, expect, test } from "vitest";
import { errorColumns, guessColumns } from "./guess-columns.ts";

function fieldsOf(names: string[], ...rows: string[][]): (string | null)[] {
  return guessColumns(names, rows).map((column) => column.field);
}

describe("guessing columns", () => {
  test.each([
    ["German", ["E-Mail", "Vorname", "Nachname", "Firma", "Funktion", "Webseite", "Branche", "Zeitzone"]],
    [
      "English",
      ["Email Address", "First Name", "Last Name", "Company", "Job Title", "Website", "Industry", "Time Zone"],
    ],
    ["French", ["Adresse e-mail", "Prénom", "Nom", "Société", "Poste", "Site web", "Secteur", "Fuseau horaire"]],
    [
      "Spanish",
      ["Correo electrónico", "Nombre", "Apellidos", "Empresa", "Cargo", "Sitio web", "Sector", "Zona horaria"],
    ],
    ["Italian", ["Indirizzo email", "Nome", "Cognome", "Azienda", "Ruolo", "Sito web", "Settore", "Fuso orario"]],
    [
      "Polish",
      ["Adres e-mail", "Imię", "Nazwisko", "Nazwa firmy", "Stanowisko", "Strona www", "Branża", "Strefa czasowa"],
    ],
    ["Russian", ["Почта", "Имя", "Фамилия", "Компания", "Должность", "Сайт", "Отрасль", "Часовой пояс"]],
    ["Japanese", ["メールアドレス", "名", "姓", "会社名", "役職", "ウェブサイト", "業種", "タイムゾーン"]],
    ["machine", ["email", "first_name", "LASTNAME", "company_name", "jobTitle", "company-domain", "industry", "tz"]],
  ])("%s headers are understood", (_language, names) => {
    const row = ["a@b.co", "Ada", "Lovelace", "Analytical Ltd", "CTO", "example.com", "Software", "Europe/London"];
    expect(fieldsOf(names, row)).toEqual([
      "email",
      "firstName",
      "lastName",
      "companyName",
      "title",
      "companyDomain",
      "industry",
      "timezone",
    ]);
  });

  test("without a header the cells tell where the addresses are", () => {
    const [first, second] = guessColumns(
      ["Column 1", "Column 2"],
      [
        ["Ada", "ada@example.com"],
        ["Bob", "bob@example.com"],
      ],
    );
    expect(first).toMatchObject({ field: null, confidence: 0 });
    expect(second).toMatchObject({ field: "email", samples: ["ada@example.com", "bob@example.com"] });
    expect(second?.confidence).toBeLessThan(0.9);
  });

  test("a header that its cells deny is believed less than a column full of addresses", () => {
    expect(fieldsOf(["Email", "Contact"], ["17", "a@b.co"], ["18", "c@d.co"])).toEqual([null, "email"]);
  });

  test("of two columns with addresses the one that says so is taken, and only one", () => {
    expect(fieldsOf(["Manager email (old)", "Email"], ["x@b.co", "a@b.co"])).toEqual([null, "email"]);
  });

  test("a full name is taken only where first and last name are not there already", () => {
    expect(fieldsOf(["Email", "Name"], ["a@b.co", "Ada Lovelace"])).toEqual(["email", "fullName"]);
    expect(fieldsOf(["Email", "Name", "First name", "Last name"], ["a@b.co", "A L", "A", "L"])).toEqual([
      "email",
      null,
      "firstName",
      "lastName",
    ]);
  });

  test("unknown columns and our own error columns stay unread", () => {
    expect(fieldsOf(["Email", "Shoe size", "Site manager", ...errorColumns], ["a@b.co", "38", "Bo", "x", "y"])).toEqual(
      ["email", null, null, null, null],
    );
  });

  test("samples are short, different, and show what the cell really holds", () => {
    const [column] = guessColumns(["Phone"], [["'+49 30"], ["'+49 30"], [""], ["x".repeat(500)]]);
    expect(column?.samples[0]).toBe("+49 30");
    expect(column?.samples).toHaveLength(2);
    expect(column?.samples[1]).toHaveLength(80);
  });
});
