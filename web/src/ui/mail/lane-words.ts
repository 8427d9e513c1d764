/** A condition of a lane, as far as it asks one thing of one variable; anything else is edited as it is written. */
export interface Question {
  readonly variable: string;
  readonly op: "known" | "unknown" | "is" | "is not" | "contains";
  readonly value: string;
}

const tag = /^\{%-?\s*(if|elsif|unless|else)\b\s*([\s\S]*?)\s*-?%\}$/;
const asks: readonly (readonly [RegExp, Question["op"]])[] = [
  [/^([\w.]+)\s*==\s*(?:'([^']*)'|"([^"]*)")$/, "is"],
  [/^([\w.]+)\s*!=\s*(?:'([^']*)'|"([^"]*)")$/, "is not"],
  [/^([\w.]+)\s+contains\s+(?:'([^']*)'|"([^"]*)")$/, "contains"],
  [/^([\w.]+)\s*!=\s*blank$/, "known"],
  [/^([\w.]+)\s*==\s*blank$/, "unknown"],
  [/^([\w.]+)$/, "known"],
];

export function expressionOf(source: string): { readonly word: string; readonly expression: string } {
  const [, word = "if", expression = ""] = tag.exec(source) ?? [];
  return { word, expression };
}

export function questionOf(expression: string): Question | null {
  for (const [pattern, op] of asks) {
    const [whole, variable = "", single, double] = pattern.exec(expression) ?? [];
    if (whole !== undefined) return { variable, op, value: single ?? double ?? "" };
  }
  return null;
}

export function expressionFor({ variable, op, value }: Question): string {
  const quoted = value.includes("'") ? `"${value.replaceAll('"', "”")}"` : `'${value}'`;
  switch (op) {
    case "known":
      return `${variable} != blank`;
    case "unknown":
      return `${variable} == blank`;
    case "is":
      return `${variable} == ${quoted}`;
    case "is not":
      return `${variable} != ${quoted}`;
    case "contains":
      return `${variable} contains ${quoted}`;
  }
}

export const questionWords: Readonly<Record<Question["op"], string>> = {
  known: "is known",
  unknown: "is not known",
  is: "is",
  "is not": "is not",
  contains: "contains",
};

const names: Readonly<Record<string, string>> = { if: "If", elsif: "Else if", unless: "Unless", else: "Otherwise" };

/** “If company.country is JP”. */
export function sentenceOf(source: string): { readonly word: string; readonly question: string } {
  const { word, expression } = expressionOf(source);
  const question = questionOf(expression);
  const says = question
    ? [question.variable, questionWords[question.op], question.value].filter(Boolean).join(" ")
    : expression;
  return { word: names[word] ?? word, question: says };
}
