import type { ConversionReport, Credit } from "@haste/contract/nouns/goals";
import { type ConversionGroup, groupNames, modelNames } from "@haste/engine/report";
import type { Column, Row } from "./files/table.ts";
import { periodLine, readLine, type Table, text } from "./tables.ts";

/** What each goal has of each sequence, or of each template: rows of a goal add up to all of it. */
export function conversionsTable(report: ConversionReport, by: ConversionGroup): Table {
  const currencies = [...new Set(report.goals.flatMap(({ all }) => all.revenue.map(({ currency }) => currency)))];
  const cells = (credit: Credit) => [credit.conversions, ...currencies.map((currency) => amountOf(credit, currency))];
  const rows = report.goals.flatMap((goal): Row[] => [
    ...partsOf(goal, by).map(({ key, name, people, credit }) => [goal.name, name, key, people, ...cells(credit)]),
    [goal.name, "No mail shares in it", null, null, ...cells(goal.withoutMail)],
  ]);
  const whole = report.goals.map(
    ({ name, all }) => `${name} ${all.conversions} ${all.conversions === 1 ? "time" : "times"}`,
  );
  return {
    head: {
      title: `Conversions by ${groupNames[by].toLowerCase()}`,
      lines: [
        periodLine(report.period),
        `Whose merit: ${modelNames[report.model].toLowerCase()}`,
        ...(report.isCapped ? ["Of the workspace's newest 5,000 conversions"] : []),
        readLine(report),
      ],
      finding: whole.length === 0 ? "No goal was reached in this time." : `Reached: ${whole.join(", ")}.`,
      timezone: report.period.timezone,
      columns: [
        { ...text("goal", "Goal"), paper: 3 },
        { ...text(by, groupNames[by]), paper: 4 },
        text("key", "Key"),
        { id: "people", title: "People", kind: "count", paper: 2 },
        { id: "conversions", title: "Conversions", kind: "decimal", paper: 2 },
        ...currencies.map(
          (currency): Column => ({
            ...{ id: `revenue${currency}`, title: `Revenue, ${currency}`, kind: "decimal", paper: 2 },
          }),
        ),
      ],
    },
    rows,
  };
}

interface Part {
  readonly key: string | null;
  readonly name: string;
  readonly people: number;
  readonly credit: Credit;
}

function partsOf({ sequences, templates }: ConversionReport["goals"][number], by: ConversionGroup): Part[] {
  if (by === "template")
    return templates.map(({ templateId, name, people, ...credit }) => ({ key: templateId, name, people, credit }));
  return sequences.map(({ sequenceId, name, people, ...credit }) => ({ key: sequenceId, name, people, credit }));
}

/** In whole units of the currency, as a spreadsheet adds them up. */
function amountOf({ revenue }: Credit, currency: string): number | null {
  const minor = revenue.find((money) => money.currency === currency)?.amount;
  if (minor === undefined) return null;
  const style = { style: "currency", currency } as const;
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat("en-US", style).resolvedOptions();
  return minor / 10 ** digits;
}
