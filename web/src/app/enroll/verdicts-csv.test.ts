import { expect, test } from "vitest";
import { verdictsCsv } from "./verdicts-csv.ts";

const guard = (code: string, detail: string) => ({ code, overridable: true, detail });

test("exported verdicts hold everybody with every reason, and nothing a spreadsheet would run", () => {
  const rows = [
    { contactId: "1", email: "ada@example.com", verdict: "ready", guards: [] },
    {
      contactId: "2",
      email: "=cmd()@example.com",
      verdict: "refused",
      guards: [guard("customer", 'Won "Docks".'), guard("role_address", "A role.")],
    },
    { contactId: "3", verdict: "missing", guards: [] },
  ] as const;
  expect(verdictsCsv(rows)).toBe(
    [
      '"Contact","Address","Verdict","Reasons","In words"',
      '"1","ada@example.com","ready","",""',
      '"2","\'=cmd()@example.com","refused","customer role_address","Won ""Docks"". A role."',
      '"3","","missing","",""',
      "",
    ].join("\r\n"),
  );
});
