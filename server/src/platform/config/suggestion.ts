/** ` (did you mean …?)` when one known word is within two edits; else nothing. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = known.find((candidate) => editDistance(word, candidate) <= 2);
  return near === undefined ? "" : ` (did you mean ${near}?)`;
}

/** Levenshtein's distance, row by row. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const substituted = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(substituted, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
