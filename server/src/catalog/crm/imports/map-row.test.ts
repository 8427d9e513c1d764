import { describe, expect, test } from "vitest";
import type { KnownPerson } from "../queries/import-merge.ts";
import { judgeRow, nobody } from "./judge-row.ts";
import { mapRow, type RowContact } from "./map-row.ts";
import { checkMapping, planColumns } from "./mapping.ts";

const columns = ["Mail", "First", "Last", "Name", "Firm", "Web", "Phone"];
const mapping = {
  Mail: "email",
  First: "firstName",
  Last: "lastName",
  Name: "fullName",
  Firm: "companyName",
  Web: "companyDomain",
  Phone: "custom.phone",
};
const plan = planColumns(columns, mapping);
const today = 20_780;

function read(...cells: string[]): RowContact {
  const row = mapRow(cells, plan, today);
  if (!row.ok) throw new Error(row.error.detail);
  return row.value;
}

const ada: KnownPerson = { ...nobody, id: "1", firstName: "Ada", companyName: "Acme", companyDomain: "acme.com" };

describe("reading a row as a person", () => {
  test("cells are trimmed, empty ones are left out, and neutralized formulas come back", () => {
    expect(read(" Ada@B.co ", " Ada ", "", "", "", "", "'+49 30 1")).toEqual({
      email: "Ada@b.co",
      emailKey: "ada@b.co",
      firstName: "Ada",
      lastName: null,
      title: null,
      timezone: null,
      company: null,
      customFields: { phone: "+49 30 1" },
      tags: [],
      consent: null,
    });
  });

  test("what speaks of consent becomes one record, and is refused where it is not enough for one", () => {
    const fields = {
      Mail: "email",
      First: "legalBasis",
      Last: "consentDate",
      Name: "consentSource",
      Phone: "custom.legalBasis",
    };
    const consentOf = (...cells: string[]) => {
      const row = mapRow(["a@b.co", ...cells], planColumns(columns, fields), today);
      return row.ok ? row.value.consent : row.error.code;
    };
    const inquiry = { basis: "consent", kind: "inquiry", givenOn: "2026-11-02", source: "Fair", proof: null };
    expect(consentOf("Inquiry", "2026-11-02", "Fair")).toEqual(inquiry);
    expect(consentOf("legitimate interest")).toMatchObject({ basis: "legitimate_interest", kind: null });
    expect(consentOf("", "2026-11-02")).toBe("consent_basis_missing");
    expect(consentOf("yes")).toBe("consent_basis_unknown");
    expect(consentOf("inquiry")).toBe("consent_date_missing");
    expect(consentOf("", "", "", "", "", "express")).toMatchObject({ kind: "express" });
    expect(consentOf("", "", "", "", "", "whatever")).toMatchObject({ basis: "none" });
    expect(consentOf("", "", "")).toBeNull();
  });

  test.each([
    ["Ada King Lovelace", "Ada King", "Lovelace"],
    ["Lovelace, Ada", "Ada", "Lovelace"],
    ["Cher", "Cher", null],
  ])("the full name %j is split", (name, firstName, lastName) => {
    expect(read("a@b.co", "", "", name, "", "", "")).toMatchObject({ firstName, lastName });
  });

  test("a first name of its own is believed before one split off", () => {
    expect(read("a@b.co", "Ada", "", "A. Lovelace", "", "", "")).toMatchObject({
      firstName: "Ada",
      lastName: "Lovelace",
    });
  });

  test("a company is known by its website where it has no name", () => {
    expect(read("a@b.co", "", "", "", "", "https://www.Acme.com/", "").company).toMatchObject({
      name: "acme.com",
      domain: "acme.com",
    });
    expect(read("a@b.co", "", "", "", "Acme", "ask me", "").company).toMatchObject({ name: "Acme", domain: null });
  });

  test("what does not fit is refused and never cut", () => {
    expect(mapRow(["a@b.co", "x".repeat(101)], plan, today)).toMatchObject({
      ok: false,
      error: { code: "cell_too_long" },
    });
    expect(mapRow(["", "Ada"], plan, today)).toMatchObject({ ok: false, error: { code: "address_missing" } });
    expect(mapRow(["nonsense", "Ada"], plan, today)).toMatchObject({
      ok: false,
      error: { code: "address_without_at" },
    });
  });
});

describe("what a row does", () => {
  const row = read("ada@b.co", "Ada", "", "", "Acme", "", "");

  test("somebody new is made, somebody known as they are stays unchanged", () => {
    expect(judgeRow(row, nobody).verdict).toBe("create");
    expect(judgeRow(row, ada).verdict).toBe("unchanged");
  });

  test("an empty cell never empties a field, a different one changes it", () => {
    const known = { ...ada, lastName: "Lovelace", customFields: { phone: "1" } };
    expect(judgeRow(row, known).verdict).toBe("unchanged");
    expect(judgeRow({ ...row, lastName: "King" }, known)).toMatchObject({
      verdict: "update",
      detail: "Changes lastName.",
    });
    expect(judgeRow({ ...row, customFields: { phone: "2" } }, known).verdict).toBe("update");
  });

  test("a company is the same by its domain, else by its name in any case", () => {
    const company = (name: string, domain: string | null) => ({ ...row, company: { name, domain, industry: null } });
    expect(judgeRow(company("ACME", null), ada).verdict).toBe("unchanged");
    expect(judgeRow(company("Acme Inc.", "acme.com"), ada).verdict).toBe("unchanged");
    expect(judgeRow(company("Acme", "acme.co.uk"), ada).verdict).toBe("update");
    expect(judgeRow(company("Acme", "gmail.com"), ada).verdict).toBe("unchanged");
  });

  test("whoever must not be mailed is left alone, known or not", () => {
    for (const known of [nobody, { ...ada, firstName: "Other" }]) {
      expect(judgeRow(row, { ...known, suppression: "unsubscribe" })).toMatchObject({
        verdict: "suppressed",
        code: "unsubscribe",
      });
    }
  });
});

describe("mappings", () => {
  test.each([
    [{ Nope: "email" }, "unknown_column"],
    [{ Mail: "e-mail" }, "unknown_field"],
    [{ Mail: "custom." }, "unknown_field"],
    [{ Mail: "custom.__proto__" }, "unknown_field"],
    [{ Mail: "email", First: "email" }, "field_taken"],
  ])("%j is refused", (wrong, code) => {
    expect(() => checkMapping(columns, wrong as Record<string, string>)).toThrow(
      expect.objectContaining({ options: expect.objectContaining({ errors: [expect.objectContaining({ code })] }) }),
    );
  });

  test("a column called like a property of every object is not mistaken for a mapping", () => {
    expect(planColumns(["constructor", "toString"], {})).toEqual([null, null]);
  });
});
